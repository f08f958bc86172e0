namespace Pipelines.AppSpecs;

/// <summary>Putting a service to sleep while nobody asks for it.</summary>
public sealed record InactivitySleep
{
    /// <summary>Seconds without a request before the service sleeps, 600 to 86400.</summary>
    public int? AfterSeconds { get; init; }

    /// <summary>What a browser sees while the service wakes up.</summary>
    public InactivitySleepLoadingPage? LoadingPage { get; init; }
}
