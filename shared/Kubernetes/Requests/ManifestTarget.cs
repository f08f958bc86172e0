using System.Text.Json.Nodes;
using Pipelines.Kubernetes.Discovery;

namespace Pipelines.Kubernetes.Requests;

/// <summary>Which object a manifest is about.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Namespace">Its namespace; null for types without.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsConditional">Whether the manifest asks for one certain version or object.</param>
internal sealed record ManifestTarget(ResourceType Type, string? Namespace, string Name, bool IsConditional)
{
    /// <summary>Finds out.</summary>
    /// <exception cref="ArgumentException">The manifest lacks apiVersion, kind or name, or the namespace that its kind lives in.</exception>
    /// <exception cref="KubernetesException">The cluster does not serve its kind, or cannot be asked.</exception>
    public static async Task<ManifestTarget> FindAsync(JsonObject manifest, ApiDiscovery discovery, CancellationToken cancellation)
    {
        var apiVersion = Required(manifest, "apiVersion");
        var kind = Required(manifest, "kind");
        var metadata = manifest["metadata"] as JsonObject ?? throw new ArgumentException($"The {kind} has no metadata.", nameof(manifest));
        var slash = apiVersion.IndexOf('/');
        var group = slash < 0 ? string.Empty : apiVersion[..slash];
        var type = await discovery.FindAsync(group, kind, apiVersion[(slash + 1)..], cancellation)
            ?? throw new KubernetesException(404, KubernetesException.UnknownKind, $"The cluster does not serve {apiVersion} {kind}.", []);
        return new ManifestTarget(
            type,
            type.IsNamespaced ? Required(metadata, "namespace") : null,
            Required(metadata, "name"),
            metadata["resourceVersion"] is not null || metadata["uid"] is not null);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type.ApiVersion} {Type.Kind} {(Namespace is null ? Name : $"{Namespace}/{Name}")}";

    private static string Required(JsonObject document, string field) =>
        document[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw new ArgumentException($"The manifest has no {field}.", nameof(document));
}
