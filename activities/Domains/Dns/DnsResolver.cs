using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Pipelines.Activities.Domains.Dns;

/// <summary>Asks one DNS server that answers for the whole world: by UDP, and by TCP where the answer is too long for that.</summary>
/// <param name="options">Names the server; the machine's own where it does not.</param>
public sealed class DnsResolver(DomainOptions options) : IDnsResolver
{
    private const int DefaultPort = 53;
    private const int Attempts = 3;
    private const int LongestDatagram = 4096;
    private const string SystemConfiguration = "/etc/resolv.conf";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> FindAddressesAsync(string name, CancellationToken cancellation = default)
    {
        var answers = await Task.WhenAll(AskAsync(name, DnsRecordType.A, cancellation), AskAsync(name, DnsRecordType.Aaaa, cancellation));
        return [.. answers.SelectMany(records => records).Where(record => record.Length is 4 or 16).Select(record => new IPAddress(record))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindTextsAsync(string name, CancellationToken cancellation = default) =>
        [.. (await AskAsync(name, DnsRecordType.Txt, cancellation)).Select(record => DnsMessage.ReadText(record))];

    /// <summary>Reads the address of a server.</summary>
    /// <param name="text"><c>address</c>, <c>address:port</c> or <c>[address]:port</c>.</param>
    /// <returns>Null where it is none.</returns>
    public static IPEndPoint? ParseServer(string text) => IPEndPoint.TryParse(text, out var server)
        ? new IPEndPoint(server.Address, server.Port == 0 ? DefaultPort : server.Port)
        : null;

    private static IPEndPoint SystemServer() => (File.Exists(SystemConfiguration) ? File.ReadLines(SystemConfiguration) : [])
        .Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words is ["nameserver", ..] && words.Length > 1)
        .Select(words => ParseServer(words[1]))
        .FirstOrDefault(server => server is not null) ?? new IPEndPoint(IPAddress.Loopback, DefaultPort);

    private static async Task<byte[]> ExchangeAsync(IPEndPoint server, byte[] question, CancellationToken cancellation)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellation);
        _ = await socket.SendAsync(question, cancellation);
        var buffer = new byte[LongestDatagram];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellation);
            var answer = buffer.AsMemory(0, length);
            if (DnsMessage.Answers(answer.Span, question))
            {
                return DnsMessage.IsCutOff(answer.Span) ? await ExchangeByTcpAsync(server, question, cancellation) : answer.ToArray();
            }
        }
    }

    private static async Task<byte[]> ExchangeByTcpAsync(IPEndPoint server, byte[] question, CancellationToken cancellation)
    {
        using var client = new TcpClient(server.AddressFamily);
        await client.ConnectAsync(server, cancellation);
        var stream = client.GetStream();
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)question.Length);
        await stream.WriteAsync((byte[])[.. length, .. question], cancellation);
        await stream.ReadExactlyAsync(length, cancellation);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellation);
        return DnsMessage.Answers(answer, question) ? answer : throw new DnsException("The DNS server answers another question.");
    }

    private async Task<IReadOnlyList<byte[]>> AskAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        var server = options.Resolver is { Length: > 0 } text ? ParseServer(text)! : SystemServer();
        for (var attempt = 1; ; attempt++)
        {
            var question = DnsMessage.Ask((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue), name, type);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(s_patience);
            try
            {
                return DnsMessage.Read(await ExchangeAsync(server, question, limit.Token), question.Length, type);
            }
            catch (Exception exception) when (exception is SocketException or IOException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                if (attempt == Attempts)
                {
                    throw new DnsException(string.Create(CultureInfo.InvariantCulture, $"The DNS server {server} does not answer."), exception);
                }
            }
        }
    }
}
