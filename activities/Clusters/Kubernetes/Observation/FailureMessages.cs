using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>Says what went wrong in the words that all clusters use.</summary>
internal static class FailureMessages
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;
    private const int Killed = 137;
    private const int MaximumWords = 1000;

    // What runc, crun and runsc say when the command of a container cannot be started.
    private static readonly string[] s_startErrors =
        ["executable file not found", "error finding executable", "exec format error", "exec failed", "executable file `", "exec: \"", "failed to load /"];

    public static InstanceFailure OutOfMemory { get; } =
        new(InstanceFailureReason.OutOfMemory, Killed, "It was killed because it used more memory than its size allows.", []);

    /// <summary>Why a container ended.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="reason">The kubelet's reason, as <c>OOMKilled</c>.</param>
    /// <param name="words">The kubelet's or the runtime's words.</param>
    public static InstanceFailure OfExit(int exitCode, string? reason, string? words) => reason switch
    {
        "OOMKilled" => OutOfMemory,
        "StartError" or "ContainerCannotRun" => OfStart(words),
        "ContainerStatusUnknown" => new InstanceFailure(InstanceFailureReason.InternalError, null, "Its node was lost.", []),
        _ when exitCode is NotExecutable or NotFound => new InstanceFailure(
            InstanceFailureReason.CommandNotExecutable, exitCode, $"Its command cannot be started (exit code {exitCode}): the program is not in the image or not executable.", []),
        _ => new InstanceFailure(InstanceFailureReason.ExitNonZero, exitCode, $"It ended by itself with exit code {exitCode}.", []),
    };

    /// <summary>Why a container could not be started.</summary>
    /// <param name="words">The runtime's words.</param>
    public static InstanceFailure OfStart(string? words) => words is not null && s_startErrors.Any(each => words.Contains(each, StringComparison.Ordinal))
        ? new InstanceFailure(InstanceFailureReason.CommandNotExecutable, NotFound, "Its command cannot be started: the program is not in the image or not executable.", [])
        : new InstanceFailure(InstanceFailureReason.InternalError, null, $"Its container cannot be started: {Shorten(words ?? "the cluster does not say why")}", []);

    /// <summary>Why a running container is not ready.</summary>
    /// <param name="probe">Its check.</param>
    /// <param name="words">What the last check found.</param>
    public static InstanceFailure OfProbe(HealthProbe probe, string? words) => new(
        InstanceFailureReason.HealthChecksFailed, null, $"The health check on port {probe.Port} failed {probe.FailureThreshold} times in a row: {Shorten(words ?? "no answer")}.", []);

    /// <summary>Why the API refuses to create pods: a quota, an admission rule, a runtime class that is not there.</summary>
    /// <param name="words">Its words.</param>
    public static InstanceFailure OfRefusedPods(string? words)
    {
        var shown = Shorten(words ?? "the cluster does not say why");
        return shown.Contains("exceeded quota", StringComparison.Ordinal)
            ? new InstanceFailure(InstanceFailureReason.ResourceExhausted, null, $"The app's quota has no room for it: {shown}", [])
            : new InstanceFailure(InstanceFailureReason.InternalError, null, $"The cluster refuses its instances: {shown}", []);
    }

    /// <summary>Cuts words of others to a length that a person reads.</summary>
    public static string Shorten(string words)
    {
        var line = words.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaximumWords ? line : line[..MaximumWords] + "…";
    }
}
