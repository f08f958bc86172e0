using System.Text.Json.Nodes;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>The warnings about one pod, newest first.</summary>
internal sealed class PodWarnings
{
    private readonly IReadOnlyList<JsonObject> warnings;

    public PodWarnings(JsonObject pod, IReadOnlyCollection<JsonObject> all) =>
        warnings = [.. all
            .Where(warning => warning.Text("involvedObject", "kind") == "Pod" && warning.Text("involvedObject", "uid") == pod.UidOf())
            .OrderByDescending(At)];

    /// <summary>Finds the words of the newest warning with one of some reasons.</summary>
    public string? Words(params ReadOnlySpan<string> reasons) => Find(reasons, null).FirstOrDefault()?.Text("message");

    /// <summary>Finds the words of the newest failed probe.</summary>
    /// <param name="probe">Which: <c>Readiness</c>, <c>Liveness</c> or <c>Startup</c>.</param>
    /// <param name="from">No older one, but for the second that times are cut to.</param>
    public string? Probe(string probe, DateTimeOffset? from = null)
    {
        var prefix = probe + " probe failed: ";
        var found = Find(["Unhealthy"], prefix).FirstOrDefault();
        return found is not null && (from is null || At(found) >= from) ? found.Text("message")![prefix.Length..].TrimEnd('.', ' ', '\n') : null;
    }

    /// <summary>Counts how often something was warned of.</summary>
    public int Count(string reason, string prefix) => Find([reason], prefix).Sum(warning => Math.Max(1, warning.Number("count") ?? 1));

    /// <summary>Finds the words of the newest warning with a reason that begin in a certain way.</summary>
    public string? Words(string reason, string prefix) => Find([reason], prefix).FirstOrDefault()?.Text("message");

    private static DateTimeOffset At(JsonObject warning) =>
        warning.Moment("series", "lastObservedTime") ?? warning.Moment("lastTimestamp") ?? warning.Moment("eventTime") ?? warning.Moment("metadata", "creationTimestamp") ?? default;

    private IEnumerable<JsonObject> Find(ReadOnlySpan<string> reasons, string? prefix)
    {
        var wanted = reasons.ToArray();
        return warnings.Where(warning => wanted.Contains(warning.Text("reason"))
            && (prefix is null || (warning.Text("message")?.StartsWith(prefix, StringComparison.Ordinal) ?? false)));
    }
}
