using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Networks;

namespace Pipelines.Node.Releases;

/// <summary>Where an app's services are reached by each other: each has an index, which it keeps as long as the app lives.</summary>
internal static class PrivateAddresses
{
    private const int WebPort = 80;

    /// <summary>Gives the services of a release that have no index yet one each.</summary>
    /// <param name="known">The indexes of the app's services by name.</param>
    /// <param name="release">The release.</param>
    public static IReadOnlyDictionary<string, int> Assign(IReadOnlyDictionary<string, int> known, Release release)
    {
        var assigned = new Dictionary<string, int>(known);
        foreach (var component in release.Components.Where(each => HasPrivateName(each) && !assigned.ContainsKey(each.Name)))
        {
            assigned[component.Name] = Enumerable.Range(1, AddressPlan.LastService).First(index => !assigned.ContainsValue(index));
        }

        return assigned;
    }

    /// <summary>The addresses and ports of a release's services.</summary>
    /// <param name="known">The indexes of the app's services by name.</param>
    /// <param name="release">The release.</param>
    public static IEnumerable<ServiceAddress> Of(IReadOnlyDictionary<string, int> known, Release release)
    {
        foreach (var component in release.Components.Where(each => HasPrivateName(each) && known.ContainsKey(each.Name)))
        {
            var index = known[component.Name];
            int[] ports = [component.HttpPort, .. component.InternalPorts];
            foreach (var port in ports.Where(each => each > 0).Distinct())
            {
                yield return new ServiceAddress(component.Name, index, port, port);
            }

            if (component.HttpPort > 0 && !ports.Contains(WebPort))
            {
                yield return new ServiceAddress(component.Name, index, WebPort, component.HttpPort);
            }
        }
    }

    // What runs elsewhere has its private name there.
    private static bool HasPrivateName(ReleaseComponent component) => component.Kind == ComponentKind.Service && component.Upstream is null;
}
