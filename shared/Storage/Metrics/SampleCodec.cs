using System.Text;

namespace Pipelines.Storage.Metrics;

/// <summary>
/// Writes a sample of an app in a few bytes: numbers of 7 bits a byte, processor use in hundredths of a percent, memory in
/// KiB, and 0 for what is unknown. A component of one instance takes about its name and 10 bytes, and 20 more with requests.
/// </summary>
internal static class SampleCodec
{
    /// <summary>The most components of an app, and instances of a component, that are kept.</summary>
    public const int MaximumItems = 64;

    private const byte Version = 1;
    private const int Kibibyte = 1024;

    public static byte[] Write(IReadOnlyList<ComponentSample> components)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write7BitEncodedInt(Math.Min(components.Count, MaximumItems));
        foreach (var component in components.Take(MaximumItems))
        {
            writer.Write(component.Component);
            writer.Write7BitEncodedInt(Math.Min(component.Instances.Count, MaximumItems));
            foreach (var instance in component.Instances.Take(MaximumItems))
            {
                WriteKnown(writer, instance.CpuPercent is { } percent ? (long)Math.Round(Math.Clamp(percent, 0, 1e6) * 100) : null);
                WriteKnown(writer, instance.MemoryBytes / Kibibyte);
                WriteKnown(writer, instance.MemoryLimitBytes / Kibibyte);
                writer.Write7BitEncodedInt64(instance.Restarts);
            }

            Write(writer, component.Requests);
        }

        writer.Flush();
        return buffer.ToArray();
    }

    public static IReadOnlyList<ComponentSample> Read(byte[] data)
    {
        using var reader = new BinaryReader(new MemoryStream(data), Encoding.UTF8);
        if (reader.ReadByte() != Version)
        {
            return [];
        }

        var components = new ComponentSample[reader.Read7BitEncodedInt()];
        for (var i = 0; i < components.Length; i++)
        {
            var name = reader.ReadString();
            var instances = new InstanceSample[reader.Read7BitEncodedInt()];
            for (var j = 0; j < instances.Length; j++)
            {
                instances[j] = new InstanceSample(
                    ReadKnown(reader) / 100.0,
                    ReadKnown(reader) * Kibibyte,
                    ReadKnown(reader) * Kibibyte,
                    (int)reader.Read7BitEncodedInt64());
            }

            components[i] = new ComponentSample(name, instances, ReadRequests(reader));
        }

        return components;
    }

    private static void Write(BinaryWriter writer, RequestSample? requests)
    {
        writer.Write7BitEncodedInt(requests is null ? 0 : requests.Total == 0 ? 1 : 2);
        if (requests is not { Total: > 0 })
        {
            return;
        }

        writer.Write7BitEncodedInt64((long)Math.Round(requests.Milliseconds));
        Write(writer, requests.Classes);
        Write(writer, requests.Buckets);
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<long> numbers)
    {
        writer.Write7BitEncodedInt(numbers.Count);
        foreach (var number in numbers)
        {
            writer.Write7BitEncodedInt64(number);
        }
    }

    private static RequestSample? ReadRequests(BinaryReader reader) => reader.Read7BitEncodedInt() switch
    {
        0 => null,
        1 => new RequestSample([0, 0, 0, 0, 0], [], 0),
        _ => ReadCounts(reader),
    };

    private static RequestSample ReadCounts(BinaryReader reader)
    {
        var milliseconds = reader.Read7BitEncodedInt64();
        return new RequestSample(ReadNumbers(reader), ReadNumbers(reader), milliseconds);
    }

    private static long[] ReadNumbers(BinaryReader reader)
    {
        var numbers = new long[reader.Read7BitEncodedInt()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.Read7BitEncodedInt64();
        }

        return numbers;
    }

    private static void WriteKnown(BinaryWriter writer, long? number) => writer.Write7BitEncodedInt64(number is { } known ? known + 1 : 0);

    private static long? ReadKnown(BinaryReader reader) => reader.Read7BitEncodedInt64() is > 0 and var number ? number - 1 : null;
}
