using System.Collections.Concurrent;
using Pipelines.Node.Interop;
using Pipelines.Node.State;

namespace Pipelines.Node.Instances;

/// <summary>
/// Tells when runs end: one watch over the exit markers of all instances, and a slow look at the shims' processes for
/// the case that someone killed one before it could leave its marker.
/// </summary>
internal sealed class ExitWatcher : IDisposable
{
    /// <summary>The exit code reported for a shim that was killed: as if by SIGKILL.</summary>
    internal const int Killed = 137;

    private static readonly TimeSpan LivenessInterval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, WatchedRun> runs = new();
    private readonly FileSystemWatcher watcher;
    private readonly ITimer timer;

    public ExitWatcher(NodePaths paths, TimeProvider time)
    {
        watcher = new FileSystemWatcher(paths.Run, "*.exit") { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
        watcher.Created += (_, change) => Look(change.Name);
        watcher.Changed += (_, change) => Look(change.Name);
        watcher.Error += (_, _) => LookAtAll();
        watcher.EnableRaisingEvents = true;
        timer = time.CreateTimer(_ => LookAtAll(), null, LivenessInterval, LivenessInterval);
    }

    /// <summary>Waits for a run's end; completes at once when it has ended already.</summary>
    /// <returns>A task with the exit code.</returns>
    public Task<int> WatchAsync(InstanceFiles files, int attempt, int shimId)
    {
        var name = Path.GetFileName(files.Exit(attempt));
        var run = new WatchedRun(files, attempt, shimId, ProcessInfo.StartTime(shimId));
        runs[name] = run;
        Look(name);
        return run.Exited.Task;
    }

    public void Dispose()
    {
        timer.Dispose();
        watcher.Dispose();
    }

    private void LookAtAll()
    {
        foreach (var (name, run) in runs)
        {
            // Alive first, then the marker: the other way round it could be written in between.
            var alive = run.StartTime is not null && ProcessInfo.StartTime(run.ShimId) == run.StartTime;
            if (!Look(name) && !alive)
            {
                End(name, run, Killed);
            }
        }
    }

    private bool Look(string? name)
    {
        if (name is null || !runs.TryGetValue(name, out var run) || Shim.ReadExitCode(run.Files, run.Attempt) is not { } code)
        {
            return false;
        }

        End(name, run, code);
        return true;
    }

    private void End(string name, WatchedRun run, int code)
    {
        runs.TryRemove(name, out _);
        run.Exited.TrySetResult(code);
    }
}
