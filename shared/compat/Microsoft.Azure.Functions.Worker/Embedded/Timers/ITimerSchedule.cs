namespace Pipelines.Functions.Embedded;

/// <summary>When a timer function runs.</summary>
internal interface ITimerSchedule
{
    /// <summary>The first occurrence later than <paramref name="after"/> (UTC); null when there is none any more.</summary>
    DateTimeOffset? Next(DateTimeOffset after);
}
