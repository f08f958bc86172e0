using System.Buffers;
using System.Net.Sockets;

namespace Pipelines.Node.Networks;

/// <summary>Carries bytes both ways between two connections until both directions have ended.</summary>
internal static class TcpRelay
{
    private const int BufferSize = 32 << 10;

    public static async Task RunAsync(Socket left, Socket right, CancellationToken cancellation)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(CopyAsync(left, right, broken), CopyAsync(right, left, broken));
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, SocketFlags.None, broken.Token)) > 0)
            {
                var rest = buffer.AsMemory(0, read);
                while (!rest.IsEmpty)
                {
                    rest = rest[await to.SendAsync(rest, SocketFlags.None, broken.Token)..];
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await broken.CancelAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
