using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>How one layer, or one change of the config, came to be.</summary>
public sealed record HistoryEntry
{
    /// <summary>When.</summary>
    [JsonPropertyName("created")]
    public DateTimeOffset? Created { get; init; }

    /// <summary>By which command.</summary>
    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; init; }

    /// <summary>A note.</summary>
    [JsonPropertyName("comment")]
    public string? Comment { get; init; }

    /// <summary>True when this step added no layer.</summary>
    [JsonPropertyName("empty_layer")]
    public bool? EmptyLayer { get; init; }
}
