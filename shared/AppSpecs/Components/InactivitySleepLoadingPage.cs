namespace Pipelines.AppSpecs;

/// <summary>What a browser sees, with status 503, while a sleeping service wakes up.</summary>
public sealed record InactivitySleepLoadingPage
{
    /// <summary>True shows a page to requests that accept HTML. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>URL of an own page; null shows the platform's.</summary>
    public string? CustomUrl { get; init; }
}
