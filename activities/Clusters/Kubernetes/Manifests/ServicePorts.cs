using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Names a component's ports.</summary>
internal static class ServicePorts
{
    /// <summary>The port that takes public traffic, then those within the app.</summary>
    public static IEnumerable<ServicePort> Of(ReleaseComponent component)
    {
        if (component.HttpPort > 0)
        {
            yield return new ServicePort(ManifestNames.HttpPort, component.HttpPort);
        }

        foreach (var port in component.InternalPorts.Where(port => port != component.HttpPort).Distinct())
        {
            yield return new ServicePort($"port-{port}", port);
        }
    }
}
