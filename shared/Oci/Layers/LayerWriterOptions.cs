using System.Globalization;

namespace Pipelines.Oci;

/// <summary>How layers are written.</summary>
public sealed record LayerWriterOptions
{
    /// <summary>The modification time that everything in a layer gets; 1970 unless SOURCE_DATE_EPOCH says otherwise.</summary>
    public DateTimeOffset ModificationTime { get; init; } = SourceDateEpoch();

    /// <summary>Whether layers are compressed with gzip (at its fastest) or stored as they are.</summary>
    public bool Compress { get; init; } = true;

    // https://reproducible-builds.org/specs/source-date-epoch/: seconds since 1970, and malformed values are to be refused.
    private static DateTimeOffset SourceDateEpoch()
    {
        var text = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        if (string.IsNullOrEmpty(text))
        {
            return DateTimeOffset.UnixEpoch;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= uint.MaxValue
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new FormatException($"SOURCE_DATE_EPOCH is '{text}': whole seconds since 1970 are expected.");
    }
}
