using System.Globalization;
using System.Net;

namespace Pipelines.Node.Networks;

/// <summary>A port that some process of a namespace listens on.</summary>
/// <param name="Port">The port.</param>
/// <param name="LoopbackOnly">Whether only the namespace itself can reach it.</param>
internal readonly record struct ListeningPort(int Port, bool LoopbackOnly)
{
    private const string ListenState = "0A";

    /// <summary>Reads the listening ports of the calling thread's network namespace.</summary>
    public static IReadOnlyList<ListeningPort> Read() =>
        [.. Parse(ReadTable("tcp")).Concat(Parse(ReadTable("tcp6"))).Distinct()];

    /// <summary>Parses a table in the format of <c>/proc/net/tcp</c> or <c>tcp6</c> (proc(5)).</summary>
    public static IEnumerable<ListeningPort> Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines.Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 4 || fields[3] != ListenState || fields[1].Split(':') is not [var address, var port])
            {
                continue;
            }

            if (int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number))
            {
                yield return new ListeningPort(number, IsLoopback(address));
            }
        }
    }

    // Each 32-bit word is written in the machine's byte order: 0100007F is 127.0.0.1 on a little-endian one.
    private static bool IsLoopback(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        for (var word = 0; BitConverter.IsLittleEndian && word < bytes.Length; word += 4)
        {
            Array.Reverse(bytes, word, 4);
        }

        var address = new IPAddress(bytes);
        return IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    private static IEnumerable<string> ReadTable(string name)
    {
        try
        {
            return File.ReadAllLines($"/proc/thread-self/net/{name}");
        }
        catch (IOException)
        {
            return [];
        }
    }
}
