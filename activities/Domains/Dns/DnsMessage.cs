using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Pipelines.Activities.Domains.Dns;

/// <summary>Writes questions and reads answers (RFC 1035, 4).</summary>
internal static class DnsMessage
{
    private const int HeaderLength = 12;
    private const int LongestLabel = 63;
    private const int NameError = 3;
    private const ushort InternetClass = 1;
    private const ushort RecursionDesired = 0x0100;
    private const ushort IsResponse = 0x8000;
    private const ushort IsTruncated = 0x0200;

    /// <summary>Writes a question.</summary>
    /// <exception cref="DnsException">It is no name.</exception>
    public static byte[] Ask(ushort id, string name, DnsRecordType type)
    {
        using var message = new MemoryStream();
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header, id);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], 1);
        message.Write(header);
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > LongestLabel || !Ascii.IsValid(label))
            {
                throw new DnsException($"'{name}' is no name of the DNS.");
            }

            message.WriteByte((byte)label.Length);
            message.Write(Encoding.ASCII.GetBytes(label));
        }

        message.Write([0, 0, (byte)type, 0, (byte)InternetClass]);
        return message.ToArray();
    }

    /// <summary>Whether this is an answer to a question.</summary>
    public static bool Answers(ReadOnlySpan<byte> message, ReadOnlySpan<byte> question) =>
        message.Length >= question.Length
        && message[..2].SequenceEqual(question[..2])
        && (Flags(message) & IsResponse) != 0
        && Encoding.ASCII.GetString(message[HeaderLength..question.Length]).Equals(Encoding.ASCII.GetString(question[HeaderLength..]), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an answer did not fit and is to be asked for by TCP.</summary>
    public static bool IsCutOff(ReadOnlySpan<byte> message) => (Flags(message) & IsTruncated) != 0;

    /// <summary>Reads the records of a type; those of the names that an alias leads to are among them.</summary>
    /// <exception cref="DnsException">The server reports an error, or the message is malformed.</exception>
    public static IReadOnlyList<byte[]> Read(ReadOnlySpan<byte> message, int questionLength, DnsRecordType type)
    {
        var code = Flags(message) & 0xF;
        if (code is not (0 or NameError))
        {
            throw new DnsException(string.Create(CultureInfo.InvariantCulture, $"The DNS server reports error {code}."));
        }

        var records = new List<byte[]>();
        var at = questionLength;
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(message[6..]); left > 0; left--)
        {
            at = SkipName(message, at);
            if (at + 10 > message.Length)
            {
                throw Malformed();
            }

            var kind = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            at += 10;
            if (at + length > message.Length)
            {
                throw Malformed();
            }

            if (kind == (ushort)type)
            {
                records.Add(message.Slice(at, length).ToArray());
            }

            at += length;
        }

        return records;
    }

    /// <summary>Reads the text of a TXT record: strings, one after the other (RFC 1035, 3.3.14).</summary>
    public static string ReadText(ReadOnlySpan<byte> record)
    {
        var text = new StringBuilder();
        while (record.Length > 0 && record[0] < record.Length)
        {
            text.Append(Encoding.UTF8.GetString(record.Slice(1, record[0])));
            record = record[(1 + record[0])..];
        }

        return text.ToString();
    }

    private static int Flags(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadUInt16BigEndian(message[2..]);

    // A pointer ends a name; where it leads is of no interest here.
    private static int SkipName(ReadOnlySpan<byte> message, int at)
    {
        while (at < message.Length)
        {
            var length = message[at];
            if (length == 0)
            {
                return at + 1;
            }

            if ((length & 0xC0) == 0xC0)
            {
                return at + 2;
            }

            at += 1 + length;
        }

        throw Malformed();
    }

    private static DnsException Malformed() => new("The DNS server's answer is malformed.");
}
