namespace Pipelines.Functions.Api.Bandwidth;

/// <summary>The body of a question for what several apps have sent.</summary>
public sealed record BandwidthBody
{
    /// <summary>Gets the apps, at most 100.</summary>
    public IReadOnlyList<string> AppIds { get; init => field = value ?? []; } = [];

    /// <summary>Gets the day; yesterday where none is given.</summary>
    public DateTimeOffset? Date { get; init; }
}
