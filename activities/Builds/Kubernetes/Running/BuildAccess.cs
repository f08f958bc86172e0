using System.Text.Json.Nodes;
using Pipelines.Activities.Builds.Kubernetes.Manifests;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>What a build gets in, and may use, for a while.</summary>
/// <param name="Values">The values of its Secret.</param>
/// <param name="Expires">When the first of them ends; null where none does.</param>
internal sealed record BuildAccess(IReadOnlyDictionary<string, string> Values, DateTimeOffset? Expires)
{
    /// <summary>Puts together what a build gets.</summary>
    /// <param name="source">The source's address; null for a build without.</param>
    /// <param name="metadata">What the exporter is told about the source; null for nothing.</param>
    /// <param name="registry">The registry, as build pods name it.</param>
    /// <param name="grant">The leave to use it.</param>
    public static BuildAccess Of(Uri? source, string? metadata, string registry, RegistryGrant grant)
    {
        var values = new Dictionary<string, string>
        {
            [BuildSecretRenderer.RegistryAuth] = LifecycleAuth(registry, grant),
            [BuildSecretRenderer.DockerConfig] = DockerConfig(registry, grant),
            [BuildSecretRenderer.ProjectMetadata] = metadata ?? string.Empty,
        };
        if (source is not null)
        {
            values[BuildSecretRenderer.SourceUrl] = source.AbsoluteUri;
        }

        return new(values, grant.Expires);
    }

    /// <inheritdoc/>
    public override string ToString() => $"BuildAccess {{ Expires = {Expires} }}";

    private static string LifecycleAuth(string registry, RegistryGrant grant) =>
        (grant.Authorization is { } header ? new JsonObject { [registry] = header } : []).ToJsonString();

    private static string DockerConfig(string registry, RegistryGrant grant)
    {
        var entry = grant.Authorization?.Split(' ', 2) switch
        {
            ["Bearer", var token] => new JsonObject { ["registrytoken"] = token },
            ["Basic", var pair] => new JsonObject { ["auth"] = pair },
            _ => null,
        };
        return new JsonObject { ["auths"] = entry is null ? [] : new JsonObject { [registry] = entry } }.ToJsonString();
    }
}
