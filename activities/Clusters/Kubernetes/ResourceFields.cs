using System.Text.Json.Nodes;

namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>Reads fields of an object of the Kubernetes API, which is a hostile document: what is absent or of another type reads as nothing.</summary>
internal static class ResourceFields
{
    public static string NameOf(this JsonObject resource) => resource.Text("metadata", "name") ?? string.Empty;

    public static string? UidOf(this JsonObject resource) => resource.Text("metadata", "uid");

    public static bool IsBeingDeleted(this JsonObject resource) => resource.Text("metadata", "deletionTimestamp") is not null;

    public static string? LabelOf(this JsonObject resource, string label) => resource.Text("metadata", "labels", label);

    public static string? AnnotationOf(this JsonObject resource, string annotation) => resource.Text("metadata", "annotations", annotation);

    public static string? Text(this JsonObject? resource, params ReadOnlySpan<string> path) =>
        Find(resource, path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static int? Number(this JsonObject? resource, params ReadOnlySpan<string> path) =>
        Find(resource, path) is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static bool Flag(this JsonObject? resource, params ReadOnlySpan<string> path) =>
        Find(resource, path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static DateTimeOffset? Moment(this JsonObject? resource, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(resource.Text(path), null, System.Globalization.DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    public static JsonObject? Section(this JsonObject? resource, params ReadOnlySpan<string> path) => Find(resource, path) as JsonObject;

    public static IEnumerable<JsonObject> Items(this JsonObject? resource, params ReadOnlySpan<string> path) =>
        (Find(resource, path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>Finds a condition of an object's status by its type.</summary>
    public static JsonObject? Condition(this JsonObject? resource, string type) =>
        resource.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    private static JsonNode? Find(JsonObject? resource, ReadOnlySpan<string> path)
    {
        JsonNode? current = resource;
        foreach (var name in path)
        {
            current = current is JsonObject section && section.TryGetPropertyValue(name, out var next) ? next : null;
        }

        return current;
    }
}
