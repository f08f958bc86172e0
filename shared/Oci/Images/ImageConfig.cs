using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>The config blob of an image: what it runs on, how it runs, which layers it has.</summary>
public sealed record ImageConfig
{
    /// <summary>When the image was made; a constant for reproducible images.</summary>
    [JsonPropertyName("created")]
    public DateTimeOffset? Created { get; init; }

    /// <summary>The processor, for example <c>amd64</c>.</summary>
    [JsonPropertyName("architecture")]
    public string Architecture { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The operating system.</summary>
    [JsonPropertyName("os")]
    public string Os { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The processor's variant.</summary>
    [JsonPropertyName("variant")]
    public string? Variant { get; init; }

    /// <summary>How a container of the image runs.</summary>
    [JsonPropertyName("config")]
    public ContainerConfig Config { get; init => field = value ?? new(); } = new();

    /// <summary>The layers.</summary>
    [JsonPropertyName("rootfs")]
    public RootFileSystem RootFileSystem { get; init => field = value ?? new(); } = new();

    /// <summary>How the image came to be.</summary>
    [JsonPropertyName("history")]
    public IReadOnlyList<HistoryEntry> History { get; init => field = value ?? []; } = [];

    /// <summary>Reads a config.</summary>
    /// <exception cref="InvalidImageException">The text is not an image config.</exception>
    public static ImageConfig Parse(ReadOnlySpan<byte> utf8) => OciJson.Read<ImageConfig>(utf8, "image config");

    /// <summary>Writes the config: the same config, the same bytes.</summary>
    public byte[] ToUtf8Bytes() => OciJson.Write(this);
}
