namespace Pipelines.Storage.Metrics;

/// <summary>Where measurements of apps are read from.</summary>
public interface IMetricReader
{
    /// <summary>Gets its name, for people: <c>platform</c> or <c>prometheus</c>.</summary>
    string Source { get; }

    /// <summary>Reads what was measured of an app.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="start">The beginning; what is older than is kept is not there.</param>
    /// <param name="end">The end, included.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>Samples as fine as <see cref="MetricResolution.For"/> chooses; none where nothing was measured.</returns>
    /// <exception cref="MetricsUnavailableException">What keeps them does not answer.</exception>
    Task<MetricRange> ReadAsync(string appId, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellation = default);
}
