using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipelines.Kubernetes.Tests.Faults;

/// <summary>A server that, for each connection, sends some bytes and closes its half of it, with the answer unfinished.</summary>
internal sealed class HalfClosingServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;
    private int connections;

    public HalfClosingServer(params string[] answers)
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        serving = ServeAsync(answers);
    }

    public string Address => $"http://{listener.LocalEndPoint}";

    public int Connections => Volatile.Read(ref connections);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    // The last answer is given again and again; the other half stays open until the client closes it.
    private async Task ServeAsync(string[] answers)
    {
        var open = new List<Socket>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(stop.Token);
                open.Add(socket);
                await socket.ReceiveAsync(new byte[64 * 1024], stop.Token);
                await socket.SendAsync(Encoding.UTF8.GetBytes(answers[Math.Min(connections, answers.Length - 1)].ReplaceLineEndings("\r\n")), stop.Token);
                Interlocked.Increment(ref connections);
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            open.ForEach(socket => socket.Dispose());
        }
    }
}
