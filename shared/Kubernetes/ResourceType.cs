namespace Pipelines.Kubernetes;

/// <summary>A kind of object at one version, as a cluster serves it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, as <c>v1</c>.</param>
/// <param name="Kind">The kind, as <c>Deployment</c>.</param>
/// <param name="Plural">The name in URLs, as <c>deployments</c>.</param>
/// <param name="IsNamespaced">Whether objects of it live in namespaces.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool IsNamespaced)
{
    /// <summary>Gets what manifests state: <c>group/version</c>, or the version alone in the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
