using Pipelines.Clusters;
using Pipelines.Node.Logs;

namespace Pipelines.Node.Instances;

/// <summary>Finds out why an instance ended or did not become ready.</summary>
internal sealed class FailureAnalyst(InstanceLauncher launcher, HealthChecker health, LogStore logs)
{
    private const int LastLines = 20;
    private const int NotExecutable = 126;
    private const int NotFound = 127;
    private const int KilledBySignal = 137;
    private const int RuntimeFailed = 128;

    // What runc, crun and runsc write when the command of an instance cannot be started.
    private static readonly string[] StartErrors =
        ["executable file not found", "unable to start container process", "error finding executable", "exec format error", "exec failed", "executable file `"];

    /// <summary>Why a run ended.</summary>
    public InstanceFailure ExplainExit(InstanceRecord instance, int exitCode)
    {
        var lines = logs.ReadTail(instance.Id, LastLines);
        var (reason, code, message) = Classify(instance, exitCode, lines);
        return new InstanceFailure(reason, code, message, lines);
    }

    /// <summary>Why an instance did not become ready, or did not stay it.</summary>
    public async Task<InstanceFailure> ExplainUnhealthyAsync(InstanceRecord instance, HealthProbe probe, string found)
    {
        var hint = await health.ExplainAsync(probe, instance);
        var message = $"The health check on port {probe.Port} failed {probe.FailureThreshold} times in a row: {found}.{(hint is null ? string.Empty : " " + hint)}";
        return new InstanceFailure(InstanceFailureReason.HealthChecksFailed, null, message, logs.ReadTail(instance.Id, LastLines));
    }

    private (InstanceFailureReason Reason, int Code, string Message) Classify(InstanceRecord instance, int exitCode, IReadOnlyList<string> lines)
    {
        if (exitCode is KilledBySignal or RuntimeFailed && launcher.RanOutOfMemory(instance))
        {
            return (InstanceFailureReason.OutOfMemory, KilledBySignal, "It was killed because it used more memory than its size allows.");
        }

        if (lines.Count > 0 && StartErrors.Any(each => lines[^1].Contains(each, StringComparison.Ordinal)))
        {
            return (InstanceFailureReason.CommandNotExecutable, NotFound, "Its command cannot be started: the program is not in the image or not executable.");
        }

        return exitCode is NotExecutable or NotFound
            ? (InstanceFailureReason.CommandNotExecutable, exitCode, $"Its command cannot be started (exit code {exitCode}): the program is not in the image or not executable.")
            : (InstanceFailureReason.ExitNonZero, exitCode, $"It ended by itself with exit code {exitCode}.");
    }
}
