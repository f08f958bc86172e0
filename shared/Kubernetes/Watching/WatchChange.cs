using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes.Watching;

/// <summary>A line of a watch (Kubernetes API, WatchEvent).</summary>
/// <param name="Type">What happened: <c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</param>
/// <param name="Object">The object; a Status for an error.</param>
internal sealed record WatchChange(string Type, JsonObject Object)
{
    /// <summary>Gets the version of the object, from which a watch can be resumed; null when it tells none.</summary>
    public string? ResourceVersion => (Object["metadata"] as JsonObject)?["resourceVersion"] is JsonValue value && value.TryGetValue<string>(out var version) ? version : null;
}
