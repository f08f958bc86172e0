namespace Pipelines.AppSpecs;

/// <summary>Maintenance mode and archiving.</summary>
public sealed record MaintenanceSpec
{
    /// <summary>True answers every request with the offline page. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>True stops every component too; implies <see cref="Enabled"/>. Default false.</summary>
    public bool Archive { get; init; }

    /// <summary>URL of an own offline page.</summary>
    public string? OfflinePageUrl { get; init; }
}
