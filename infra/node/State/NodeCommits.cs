using System.Diagnostics.Metrics;

namespace Pipelines.Node.State;

/// <summary>Counts the node's commits to its disk on the meter that crash tests listen to.</summary>
internal static class NodeCommits
{
    private static readonly Meter Meter = new("Pipelines.Storage");
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("pipelines.storage.commits", "{commit}", "Commits that have become durable.");

    public static void Record() => Commits.Add(1, new KeyValuePair<string, object?>("store", "node"));
}
