using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Logs;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>Brings what the steps of a build write into its log as they write it, step after step, pod after pod.</summary>
internal sealed class BuildLogFollower : IAsyncDisposable
{
    private const int MaxFaults = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly IKubernetesApi api;
    private readonly string space;
    private readonly IReadOnlyList<string> steps;
    private readonly Action<string> write;
    private readonly BuildOutput output;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<(string Pod, string Step), TaskCompletionSource<bool>> started = new();
    private readonly ConcurrentDictionary<(string Pod, string Step), bool> ended = new();
    private readonly Dictionary<string, Task> pods = new(StringComparer.Ordinal);
    private Task last = Task.CompletedTask;

    public BuildLogFollower(IKubernetesApi api, string space, IReadOnlyList<string> steps, Action<string> write, BuildOutput output, TimeProvider time)
    {
        this.api = api;
        this.space = space;
        this.steps = steps;
        this.write = write;
        this.output = output;
        this.time = time;
    }

    /// <summary>Takes how a pod stands now. Called by one thread.</summary>
    public void Observe(JsonObject pod, bool isGone)
    {
        var uid = pod.Uid();
        if (!pods.ContainsKey(uid))
        {
            last = FollowAsync(uid, pod.Name(), pods.Count > 0, last);
            pods[uid] = last;
        }

        foreach (var container in pod.Containers())
        {
            var key = (uid, container.Text("name") ?? string.Empty);
            var isOver = container.At("state", "terminated") is not null;
            if (isOver)
            {
                ended[key] = true;
            }

            if (isOver || container.At("state", "running") is not null)
            {
                _ = Started(key).TrySetResult(true);
            }
        }

        if (isGone || pod.Text("status", "phase") is "Succeeded" or "Failed")
        {
            End(uid);
        }
    }

    /// <summary>Waits until all that was written is in the log, for as long as that makes sense.</summary>
    /// <param name="patience">The longest wait.</param>
    public async Task CompleteAsync(TimeSpan patience)
    {
        foreach (var uid in pods.Keys)
        {
            End(uid);
        }

        _ = await Task.WhenAny(last, Task.Delay(patience, time, end.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    // Steps that have not begun by now never will.
    private void End(string uid)
    {
        foreach (var step in steps)
        {
            ended[(uid, step)] = true;
            _ = Started((uid, step)).TrySetResult(false);
        }
    }

    private async Task FollowAsync(string uid, string pod, bool isAnother, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (isAnother)
        {
            write("The build's pod was taken away. It begins again.");
        }

        foreach (var step in steps)
        {
            if (await Started((uid, step)).Task.WaitAsync(end.Token))
            {
                write($"===> {step}");
                await ReadAsync(uid, pod, step);
            }
        }
    }

    private async Task ReadAsync(string uid, string pod, string step)
    {
        var cursor = new LogCursor();
        for (var faults = 0; faults < MaxFaults; faults++)
        {
            var wasOver = ended.ContainsKey((uid, step));
            try
            {
                cursor.Resume();
                await foreach (var line in api.ReadLogsAsync(new PodLogQuery(space, pod, step, Follow: true, Since: cursor.Since), end.Token))
                {
                    if (cursor.Take(line))
                    {
                        faults = 0;
                        output.Note(line.Text);
                        write(line.Text);
                    }
                }

                // What ended before the reading began has been read to its end.
                if (wasOver)
                {
                    return;
                }
            }
            catch (Exception problem) when (problem is KubernetesException or HttpRequestException or IOException)
            {
                if (wasOver && problem is KubernetesException { StatusCode: 404 })
                {
                    return;
                }
            }

            await Task.Delay(Pause, time, end.Token);
        }
    }

    private TaskCompletionSource<bool> Started((string Pod, string Step) key) =>
        started.GetOrAdd(key, static _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
}
