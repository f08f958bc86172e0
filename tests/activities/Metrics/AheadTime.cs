namespace Pipelines.Activities.Tests.Metrics;

/// <summary>A clock that stands where it was set.</summary>
internal sealed class AheadTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
