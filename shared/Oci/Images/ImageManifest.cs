using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>One image for one platform: its config and its layers, lowest first (OCI image spec, "Image Manifest").</summary>
public sealed record ImageManifest
{
    /// <summary>Always 2.</summary>
    [JsonPropertyName("schemaVersion")]
    public int SchemaVersion { get; init; } = 2;

    /// <summary>The media type of the manifest itself.</summary>
    [JsonPropertyName("mediaType")]
    public string? MediaType { get; init; } = MediaTypes.ImageManifest;

    /// <summary>The config blob.</summary>
    [JsonPropertyName("config")]
    public required Descriptor Config { get; init => field = value ?? throw new InvalidImageException("The manifest has no config."); }

    /// <summary>The layer blobs, the lowest first.</summary>
    [JsonPropertyName("layers")]
    public required IReadOnlyList<Descriptor> Layers
    {
        get;
        init => field = value is null || value.Contains(null!) ? throw new InvalidImageException("The manifest has a null layer.") : value;
    }

    /// <summary>Free text about the image.</summary>
    [JsonPropertyName("annotations")]
    [JsonConverter(typeof(SortedMapJsonConverter))]
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? NoAnnotations; } = NoAnnotations;

    private static readonly IReadOnlyDictionary<string, string> NoAnnotations = new Dictionary<string, string>(0);

    /// <summary>Reads a manifest, OCI's or Docker's (version 2, schema 2).</summary>
    /// <exception cref="InvalidImageException">The text is not a manifest.</exception>
    public static ImageManifest Parse(ReadOnlySpan<byte> utf8) => OciJson.Read<ImageManifest>(utf8, "image manifest");

    /// <summary>Writes the manifest: the same manifest, the same bytes.</summary>
    public byte[] ToUtf8Bytes() => OciJson.Write(this);
}
