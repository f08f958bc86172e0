using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pipelines.Node.Networks;

/// <summary>Listens on the private addresses of an app's services and carries connections to their instances.</summary>
internal sealed partial class ServiceProxy(AppNetwork network, NamespaceThread namespaces, IServiceResolver resolver, ILogger logger) : IAsyncDisposable
{
    private const int Backlog = 512;
    private readonly ConcurrentDictionary<ServiceAddress, Socket> listeners = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Listens on these addresses too.</summary>
    public async Task ListenAsync(IReadOnlyCollection<ServiceAddress> addresses, CancellationToken cancellation)
    {
        // Several releases and jobs of an app start at once: an address is bound by one of them.
        await gate.WaitAsync(cancellation);
        try
        {
            var missing = addresses.Where(address => !listeners.ContainsKey(address)).ToList();
            await network.AddServicesAsync([.. missing.Select(each => AddressPlan.Service(each.Index)).Distinct()], cancellation);
            foreach (var address in missing)
            {
                await ListenAsync(address);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var listener in listeners.Values)
        {
            listener.Dispose();
        }

        gate.Dispose();
    }

    private async Task ListenAsync(ServiceAddress address)
    {
        var listener = await namespaces.CreateSocketAsync(network.Path);
        try
        {
            listener.Bind(new IPEndPoint(AddressPlan.Service(address.Index), address.Port));
            listener.Listen(Backlog);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }

        listeners[address] = listener;
        _ = AcceptAsync(listener, address);
    }

    private async Task AcceptAsync(Socket listener, ServiceAddress address)
    {
        try
        {
            while (true)
            {
                var caller = await listener.AcceptAsync(stopping.Token);
                _ = ServeAsync(caller, address);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            LogClosed(logger, address.Service, address.Port);
        }
    }

    private async Task ServeAsync(Socket caller, ServiceAddress address)
    {
        using var callerSocket = caller;
        try
        {
            var from = AddressPlan.IndexOf(((IPEndPoint)caller.RemoteEndPoint!).Address);
            await using var connection = await resolver.ConnectAsync(address, from, stopping.Token);
            if (connection is null)
            {
                // As if nobody listened: the caller sees a reset connection, not an empty answer.
                caller.LingerState = new LingerOption(enable: true, 0);
                return;
            }

            caller.NoDelay = true;
            await TcpRelay.RunAsync(caller, connection.Socket, stopping.Token);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            LogBroken(logger, address.Service, address.Port, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Service {Service}: port {Port} closed")]
    private static partial void LogClosed(ILogger logger, string service, int port);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Service {Service}: connection to port {Port} broke: {Reason}")]
    private static partial void LogBroken(ILogger logger, string service, int port, string reason);
}
