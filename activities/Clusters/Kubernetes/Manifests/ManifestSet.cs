using System.Text.Json.Nodes;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Documents to apply, and what they could not say.</summary>
/// <param name="Documents">The documents in the order in which they should be applied.</param>
/// <param name="Limitations">What was asked for and the cluster cannot express, a sentence each; left out of the documents.</param>
public sealed record ManifestSet(IReadOnlyList<JsonObject> Documents, IReadOnlyList<string> Limitations)
{
    /// <summary>Gets a set of nothing.</summary>
    public static ManifestSet Empty { get; } = new([], []);
}
