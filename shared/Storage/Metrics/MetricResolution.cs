namespace Pipelines.Storage.Metrics;

/// <summary>How fine samples are, and how long they are kept at that.</summary>
/// <param name="Step">The time that each sample covers.</param>
/// <param name="Kept">How long samples are kept.</param>
public sealed record MetricResolution(TimeSpan Step, TimeSpan Kept)
{
    /// <summary>Gets the resolutions, finest first: 360, 576 and 672 samples of each app.</summary>
    public static IReadOnlyList<MetricResolution> All { get; } =
    [
        new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)),
        new(TimeSpan.FromMinutes(5), TimeSpan.FromDays(2)),
        new(TimeSpan.FromMinutes(30), TimeSpan.FromDays(14)),
    ];

    /// <summary>Gets how long anything is kept.</summary>
    public static TimeSpan Longest => All[^1].Kept;

    /// <summary>Gets the step in seconds.</summary>
    internal long Seconds => (long)Step.TotalSeconds;

    /// <summary>Chooses the finest resolution that still has the beginning of a range, but for a step: no more samples than it keeps are in it.</summary>
    public static MetricResolution For(DateTimeOffset start, DateTimeOffset now) => All.FirstOrDefault(each => now - start <= each.Kept + each.Step) ?? All[^1];
}
