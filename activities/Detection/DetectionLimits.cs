namespace Pipelines.Activities.Detection;

/// <summary>How much of a repository one detection looks at, so that a hostile or huge one costs no more than a usual one.</summary>
public sealed record DetectionLimits
{
    /// <summary>Folders nested deeper than this below the root are not entered. Default 6.</summary>
    public int MaxDepth { get; init; } = 6;

    /// <summary>Entries listed in all. Default 10,000.</summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>Entries listed of one folder. Default 2,000.</summary>
    public int MaxEntriesPerFolder { get; init; } = 2_000;

    /// <summary>Files read in all. Default 200.</summary>
    public int MaxFilesRead { get; init; } = 200;

    /// <summary>Bytes read of one file. Default 256 KiB.</summary>
    public int MaxFileBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes read in all. Default 4 MiB.</summary>
    public long MaxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Components returned in all. Default 16.</summary>
    public int MaxComponents { get; init; } = 16;
}
