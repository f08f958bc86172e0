using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipelines.Orchestrations.Tests.Alerts;

/// <summary>A mail server of this machine (RFC 5321) that takes messages; the first it puts off.</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _accepting;
    private int _tries;

    public MailReceiver()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ConcurrentQueue<string> Received { get; } = [];

    /// <summary>Gets or sets how many messages are put off.</summary>
    public int PutOff { get; set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting.ContinueWith(_ => { }, TaskScheduler.Default);
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stopped.Token);
            await TalkAsync(client.GetStream());
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        async Task SayAsync(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stopped.Token);
        await SayAsync("220 test");
        while (await reader.ReadLineAsync(_stopped.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpper(CultureInfo.InvariantCulture))
            {
                case "DATA":
                    await SayAsync("354 go on");
                    var message = new StringBuilder();
                    while (await reader.ReadLineAsync(_stopped.Token) is { } part and not ".")
                    {
                        _ = message.AppendLine(part);
                    }

                    if (++_tries <= PutOff)
                    {
                        await SayAsync("451 later");
                    }
                    else
                    {
                        Received.Enqueue(message.ToString());
                        await SayAsync("250 taken");
                    }

                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("250 fine");
                    break;
            }
        }
    }
}
