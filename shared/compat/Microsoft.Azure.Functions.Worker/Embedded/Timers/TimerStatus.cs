namespace Pipelines.Functions.Embedded;

/// <summary>What is kept of a timer between two starts of the host. Times are UTC.</summary>
/// <param name="Schedule">The schedule it was kept for: another one makes <paramref name="Next"/> meaningless.</param>
/// <param name="Last">The last occurrence that ran; the default value when none did.</param>
/// <param name="Next">The next occurrence.</param>
/// <param name="LastUpdated">When this was written.</param>
internal sealed record TimerStatus(string Schedule, DateTime Last, DateTime Next, DateTime LastUpdated);
