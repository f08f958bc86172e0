using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes.Discovery;

/// <summary>Reads discovery's documents (Kubernetes API, APIVersions, APIGroupList and APIResourceList).</summary>
internal static class DiscoveryDocuments
{
    /// <summary>The versions of the core group.</summary>
    public static IEnumerable<ServedVersion> Core(JsonObject document) =>
        (document["versions"] as JsonArray ?? []).Select(Text).OfType<string>().Select(version => new ServedVersion(string.Empty, version));

    /// <summary>The versions of all other groups; within each the one the server prefers first.</summary>
    public static IEnumerable<ServedVersion> Groups(JsonObject document) =>
        (document["groups"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(Versions);

    /// <summary>The types of a version.</summary>
    public static IReadOnlyList<ResourceType> Types(JsonObject document, ServedVersion served) =>
        [.. (document["resources"] as JsonArray ?? []).OfType<JsonObject>().Select(resource => Type(resource, served)).OfType<ResourceType>()];

    private static IEnumerable<ServedVersion> Versions(JsonObject group)
    {
        var name = Text(group["name"]);
        var preferred = Text((group["preferredVersion"] as JsonObject)?["version"]);
        var all = (group["versions"] as JsonArray ?? []).OfType<JsonObject>().Select(version => Text(version["version"])).OfType<string>();
        return name is null ? [] : all.OrderBy(version => version != preferred).Select(version => new ServedVersion(name, version));
    }

    // What has a slash is a subresource.
    private static ResourceType? Type(JsonObject resource, ServedVersion served) =>
        Text(resource["name"]) is { } plural && !plural.Contains('/') && Text(resource["kind"]) is { } kind
            ? new ResourceType(served.Group, served.Version, kind, plural, resource["namespaced"] is JsonValue value && value.TryGetValue<bool>(out var namespaced) && namespaced)
            : null;

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
