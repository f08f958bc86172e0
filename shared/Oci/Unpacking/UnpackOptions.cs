namespace Pipelines.Oci;

/// <summary>What an archive may do to the machine that unpacks it.</summary>
public sealed record UnpackOptions
{
    /// <summary>How long one layer may be uncompressed; bytes, 8 GiB by default.</summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>How many entries one layer may have, directories made on the way included.</summary>
    public int MaxEntries { get; init; } = 500_000;

    /// <summary>How many times longer than its compressed form a layer may be, once it is longer than 64 MiB.</summary>
    public int MaxRatio { get; init; } = 250;

    /// <summary>Whether files keep their set-user-id and set-group-id bits.</summary>
    public bool AllowSetId { get; init; }

    /// <summary>Whether files get the numeric owners of the archive; only root can, so it is the default for root alone.</summary>
    public bool PreserveOwners { get; init; } = LibC.IsRoot();
}
