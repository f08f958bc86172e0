using System.Diagnostics.Metrics;

namespace Pipelines.Oci;

/// <summary>Counts the commits to image storage, right after each has become durable: crash tests kill the process there.</summary>
internal static class ImageStorageMeter
{
    private static readonly Meter Meter = new("Pipelines.Storage");

    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("pipelines.storage.commits", "{commit}");

    public static void RecordCommit() => Commits.Add(1, new KeyValuePair<string, object?>("store", "images"));
}
