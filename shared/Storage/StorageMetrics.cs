using System.Diagnostics.Metrics;

namespace Pipelines.Storage;

/// <summary>Counts what has become durable, so that an operator sees write load and a crash test can die right there.</summary>
public static class StorageMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Pipelines.Storage";

    /// <summary>The counter's name; its tag <c>store</c> tells which store committed.</summary>
    public const string CommitsName = "pipelines.storage.commits";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>(CommitsName, "{commit}", "Commits to persistent storage.");

    /// <summary>Records one commit; called right after it has become durable and before its caller learns of it.</summary>
    /// <param name="store">The store: <c>state</c>, <c>blobs</c>, <c>logs</c>, <c>tokens</c>, <c>secrets</c>.</param>
    public static void Committed(string store) => Commits.Add(1, new KeyValuePair<string, object?>("store", store));
}
