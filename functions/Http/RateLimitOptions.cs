namespace Pipelines.Functions.Http;

/// <summary>What configuration says of how often a token may be used: the section <c>Pipelines:Api</c>.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Gets or sets the requests of a token that are answered within an hour, 1 or more.</summary>
    public int RequestsPerHour { get; set; } = 5000;

    /// <summary>Gets or sets the requests of a token that are answered within a minute, 1 or more.</summary>
    public int RequestsPerMinute { get; set; } = 250;
}
