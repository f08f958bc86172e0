using System.Text.Json;
using System.Text.Json.Serialization;

namespace Octokit;

/// <summary>How GitHub writes JSON.</summary>
internal static class GitHubJson
{
    /// <summary>Gets names and enumerations in snake case, without what is null.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new StringEnumConverter<CommitState>(), new StringEnumConverter<DeploymentState>(), new TextsConverter() },
    };
}
