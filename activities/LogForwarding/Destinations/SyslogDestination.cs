using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>
/// Syslog messages (RFC 5424) over TLS, each after its length (RFC 5425), as Papertrail takes them. Nothing is acknowledged
/// there: lines count as taken when the connection has stood for a moment after them.
/// </summary>
internal sealed class SyslogDestination(DnsEndPoint address, string app, DestinationConnector connector, TimeProvider time) : ILogDestination
{
    // Facility user (1), severity informational (6): RFC 5424, 6.2.1.
    private const int Priority = (1 * 8) + 6;
    private const int LongestName = 48;
    private const int LongestProcess = 128;
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);
    private SslStream? stream;
    private Task<int>? closing;

    public async Task SendAsync(IReadOnlyList<ForwardedLine> lines, CancellationToken cancellation)
    {
        try
        {
            await EnsureOpenAsync(cancellation);
            await stream!.WriteAsync(Write(lines), cancellation);
            await stream.FlushAsync(cancellation);
            if (await Task.WhenAny(closing!, Task.Delay(Settling, time, cancellation)) == closing)
            {
                throw new IOException("it has closed the connection");
            }

            cancellation.ThrowIfCancellationRequested();
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
        {
            await DisposeAsync();
            throw new DestinationException(exception is AuthenticationException ? "its certificate is not trusted" : exception.Message, inner: exception);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (stream is { } open)
        {
            stream = null;
            await open.DisposeAsync();
        }
    }

    private async Task EnsureOpenAsync(CancellationToken cancellation)
    {
        if (stream is not null && closing is { IsCompleted: false })
        {
            return;
        }

        await DisposeAsync();
        var connection = await connector.ConnectAsync(address, cancellation);
        var secure = new SslStream(connection);
        stream = secure;
        await secure.AuthenticateAsClientAsync(connector.Security(address.Host), cancellation);

        // Syslog servers say nothing: what can be read is the connection's end.
        closing = ReadEndAsync(secure);
    }

    private static async Task<int> ReadEndAsync(SslStream secure)
    {
        try
        {
            var ignored = new byte[256];
            int read;
            while ((read = await secure.ReadAsync(ignored)) > 0)
            {
                // It does say something; nothing that would matter.
            }

            return read;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private byte[] Write(IReadOnlyList<ForwardedLine> lines)
    {
        using var written = new MemoryStream();
        foreach (var line in lines)
        {
            var timestamp = line.Line.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
            var message = Encoding.UTF8.GetBytes(
                $"<{Priority}>1 {timestamp} {Name(app, LongestName)} {Name(line.Line.Component, LongestName)} {Name(line.Line.Instance, LongestProcess)} - - {line.Line.Text.ReplaceLineEndings(" ")}");
            written.Write(Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture) + " "));
            written.Write(message);
        }

        return written.ToArray();
    }

    // Printable ASCII without blanks.
    private static string Name(string text, int longest)
    {
        var name = string.Concat(text.Where(character => character is > ' ' and < '\x7f').Take(longest));
        return name.Length > 0 ? name : "-";
    }
}
