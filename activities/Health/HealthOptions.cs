namespace Pipelines.Activities.Health;

/// <summary>How releases are watched (section <c>Pipelines:Health</c>).</summary>
public sealed class HealthOptions
{
    /// <summary>Gets or sets how long a release that took the traffic is watched for crashes while the one before it stands by; 60 s by default.</summary>
    public TimeSpan Probation { get; set; } = TimeSpan.FromMinutes(1);
}
