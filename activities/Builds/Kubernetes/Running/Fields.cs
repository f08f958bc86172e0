using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>Reads fields of Kubernetes objects, any of which may be missing.</summary>
internal static class Fields
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray items ? items.OfType<JsonObject>() : [];

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The object's uid.</summary>
    public static string Uid(this JsonObject item) => item.Text("metadata", "uid") ?? string.Empty;

    /// <summary>The object's name.</summary>
    public static string Name(this JsonObject item) => item.Text("metadata", "name") ?? string.Empty;

    /// <summary>Whether someone has asked for the object's deletion.</summary>
    public static bool IsBeingDeleted(this JsonObject item) => item.Text("metadata", "deletionTimestamp") is not null;

    /// <summary>The status condition of a type that is true, or null.</summary>
    public static JsonObject? Condition(this JsonObject item, string type, string status = "True") =>
        item.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type && condition.Text("status") == status);

    /// <summary>The statuses of a pod's containers in the order in which they run.</summary>
    public static IEnumerable<JsonObject> Containers(this JsonObject pod) =>
        pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses"));
}
