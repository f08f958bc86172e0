using System.Collections.Immutable;
using System.Text.Json;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>Tags as they are stored.</summary>
internal static class InstanceTags
{
    public static string? Format(IReadOnlyDictionary<string, string>? tags) => tags is { Count: > 0 } ? JsonSerializer.Serialize(tags) : null;

    public static IReadOnlyDictionary<string, string> Parse(string? tags) =>
        tags is null ? ImmutableDictionary<string, string>.Empty : JsonSerializer.Deserialize<Dictionary<string, string>>(tags)!;
}
