using System.Diagnostics.Metrics;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>Counts commits the moment they have become durable, so that a crash test can kill the process right there.</summary>
internal static class StorageMeter
{
    private static readonly Meter s_meter = new("Pipelines.Storage");
    private static readonly Counter<long> s_commits = s_meter.CreateCounter<long>("pipelines.storage.commits", "{commit}");

    public static void Committed() => s_commits.Add(1, new KeyValuePair<string, object?>("store", "durable"));
}
