using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>The layers of an image by the digest of their uncompressed archives, the lowest first.</summary>
public sealed record RootFileSystem
{
    /// <summary>Always <c>layers</c>.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "layers";

    /// <summary>The digests of the uncompressed layers, the lowest first.</summary>
    [JsonPropertyName("diff_ids")]
    public IReadOnlyList<Digest> DiffIds { get; init => field = value ?? []; } = [];
}
