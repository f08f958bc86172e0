using System.Net.Sockets;
using Pipelines.Node.Instances;
using Pipelines.Node.Networks;

namespace Pipelines.Node.Releases;

/// <summary>Sends private calls to the caller's own release, or to the routed one where that has no ready instance.</summary>
internal sealed class ServiceResolver(Func<int, IEnumerable<NodeRelease>> releasesFor, InstanceConnector connector) : IServiceResolver
{
    private const int Attempts = 3;

    public async Task<ServiceConnection?> ConnectAsync(ServiceAddress address, int callerIndex, CancellationToken cancellation)
    {
        Instance? refused = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Enter(address, callerIndex, refused) is not { } entered)
            {
                return null;
            }

            try
            {
                var socket = await connector.ConnectAsync(entered.Record, address.TargetPort, entered.Component.HttpPort, cancellation);
                return new ServiceConnection(socket, entered.Gate.Leave);
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                entered.Gate.Leave();
                refused = entered;
            }
        }

        return null;
    }

    private Instance? Enter(ServiceAddress address, int callerIndex, Instance? except) => releasesFor(callerIndex)
        .Select(release => release.Components.GetValueOrDefault(address.Service)?.EnterInstance(except))
        .FirstOrDefault(instance => instance is not null);
}
