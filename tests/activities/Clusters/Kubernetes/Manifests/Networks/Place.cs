using System.Net;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests.Networks;

/// <summary>One end of a flow: a pod with its labels and those of its namespace, or an address alone.</summary>
internal sealed record Place(IPAddress Address, string? Namespace = null, IReadOnlyDictionary<string, string>? NamespaceLabels = null, IReadOnlyDictionary<string, string>? Labels = null, IReadOnlyDictionary<string, int>? Ports = null)
{
    public static Place At(string address) => new(IPAddress.Parse(address));

    public static Place Pod(string address, string space, params (string Key, string Value)[] labels) => new(
        IPAddress.Parse(address),
        space,
        new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = space },
        labels.ToDictionary(label => label.Key, label => label.Value));
}
