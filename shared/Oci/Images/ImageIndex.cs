using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>Manifests side by side, by platform or by tag (OCI image spec, "Image Index").</summary>
public sealed record ImageIndex
{
    /// <summary>Always 2.</summary>
    [JsonPropertyName("schemaVersion")]
    public int SchemaVersion { get; init; } = 2;

    /// <summary>The media type of the index itself.</summary>
    [JsonPropertyName("mediaType")]
    public string? MediaType { get; init; } = MediaTypes.ImageIndex;

    /// <summary>The manifests.</summary>
    [JsonPropertyName("manifests")]
    public required IReadOnlyList<Descriptor> Manifests
    {
        get;
        init => field = value is null || value.Contains(null!) ? throw new InvalidImageException("The index has a null manifest.") : value;
    }

    /// <summary>Free text about the index.</summary>
    [JsonPropertyName("annotations")]
    [JsonConverter(typeof(SortedMapJsonConverter))]
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? NoAnnotations; } = NoAnnotations;

    private static readonly IReadOnlyDictionary<string, string> NoAnnotations = new Dictionary<string, string>(0);

    /// <summary>Reads an index, or a Docker manifest list.</summary>
    /// <exception cref="InvalidImageException">The text is not an index.</exception>
    public static ImageIndex Parse(ReadOnlySpan<byte> utf8) => OciJson.Read<ImageIndex>(utf8, "image index");

    /// <summary>Writes the index: the same index, the same bytes.</summary>
    public byte[] ToUtf8Bytes() => OciJson.Write(this);
}
