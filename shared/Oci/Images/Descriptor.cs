using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>Names a piece of content: what it is, its digest and its size (OCI image spec, "Content Descriptors").</summary>
public sealed record Descriptor
{
    /// <summary>The annotation that holds a manifest's tag in the index of an image layout.</summary>
    public const string RefNameAnnotation = "org.opencontainers.image.ref.name";

    /// <summary>The media type of the content.</summary>
    [JsonPropertyName("mediaType")]
    public string MediaType { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The digest of the content.</summary>
    [JsonPropertyName("digest")]
    public required Digest Digest { get; init; }

    /// <summary>The length of the content in bytes; never negative.</summary>
    [JsonPropertyName("size")]
    public required long Size
    {
        get;
        init => field = value >= 0 ? value : throw new InvalidImageException("A descriptor's size is negative.");
    }

    /// <summary>What the content runs on; only within an index.</summary>
    [JsonPropertyName("platform")]
    public Platform? Platform { get; init; }

    /// <summary>Free text about the content.</summary>
    [JsonPropertyName("annotations")]
    [JsonConverter(typeof(SortedMapJsonConverter))]
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? NoAnnotations; } = NoAnnotations;

    private static readonly IReadOnlyDictionary<string, string> NoAnnotations = new Dictionary<string, string>(0);

    /// <summary>Describes content that is at hand.</summary>
    public static Descriptor Of(ReadOnlySpan<byte> content, string mediaType) =>
        new() { MediaType = mediaType, Digest = Digest.Of(content), Size = content.Length };
}
