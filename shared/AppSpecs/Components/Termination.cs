using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>How an instance is stopped.</summary>
public sealed record Termination
{
    /// <summary>Seconds between taking the instance out of routing and TERM when nothing is said.</summary>
    public const int DefaultDrainSeconds = 15;

    /// <summary>Seconds between TERM and KILL when nothing is said.</summary>
    public const int DefaultGracePeriodSeconds = 120;

    /// <summary>Seconds between taking the instance out of routing and TERM, 1 to 110; null is 15. Services only.</summary>
    public int? DrainSeconds { get; init; }

    /// <summary>Seconds between TERM and KILL, 1 to 600; null is 120.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>The time to drain, with the default applied.</summary>
    [JsonIgnore]
    public TimeSpan EffectiveDrain => TimeSpan.FromSeconds(DrainSeconds ?? DefaultDrainSeconds);

    /// <summary>The grace period, with the default applied.</summary>
    [JsonIgnore]
    public TimeSpan EffectiveGracePeriod => TimeSpan.FromSeconds(GracePeriodSeconds ?? DefaultGracePeriodSeconds);
}
