using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Logs;

/// <summary>The output of one pod's container, restarts included, each line once however often its stream breaks.</summary>
internal sealed partial class PodLog(IKubernetesApi api, string space, string pod, string component, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly LogCursor cursor = new();
    private readonly Channel<bool> changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int restartsRead = -1;
    private bool broken;
    private volatile JsonObject? container;
    private volatile bool ended;
    private volatile bool gone;

    /// <summary>Gets a value indicating whether its container has started, so that there is something to read.</summary>
    public bool HasStarted => RunOf(container) is not null;

    /// <summary>Takes over how the pod is.</summary>
    public void Update(JsonObject resource)
    {
        // Of a pod that the cluster ends, the state of its container may never be told again.
        ended = resource.Text("status", "phase") is "Succeeded" or "Failed";
        container = resource.Items("status", "containerStatuses").FirstOrDefault(each => each.Text("name") == ManifestNames.Container);
        _ = changed.Writer.TryWrite(true);
    }

    /// <summary>Takes over that the pod is gone.</summary>
    public void MarkGone()
    {
        gone = true;
        _ = changed.Writer.TryWrite(true);
    }

    /// <summary>Reads what there is, the run before the last restart included.</summary>
    /// <param name="tail">At most so many lines of each run; null for all.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async IAsyncEnumerable<InstanceLogLine> ReadAsync(int? tail, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var restarts = container.Number("restartCount") ?? 0;
        if (restarts > 0 && restarts != restartsRead)
        {
            await foreach (var line in ReadRunAsync(tail, follow: false, previous: true, cancellation))
            {
                yield return line;
            }
        }

        restartsRead = restarts;
        await foreach (var line in ReadRunAsync(tail, follow: false, previous: false, cancellation))
        {
            yield return line;
        }
    }

    /// <summary>Reads new lines of every run of the container until the pod is gone.</summary>
    public async IAsyncEnumerable<InstanceLogLine> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? read = null;
        while (!gone)
        {
            var (present, isLast) = (container, ended);
            if (RunOf(present) is not { } run || run == read)
            {
                _ = await changed.Reader.ReadAsync(cancellation);
                continue;
            }

            await foreach (var line in ReadMissedAsync(cancellation))
            {
                yield return line;
            }

            broken = false;
            await foreach (var line in ReadRunAsync(tail: null, follow: true, previous: false, cancellation))
            {
                yield return line;
            }

            // A stream may be cut off at any moment, the last of the run too: one that began after the run was over has come to the end.
            if (!broken && (isLast || present.Section("state", "running") is null))
            {
                read = run;
            }
            else
            {
                await Task.Delay(s_pause, time, cancellation);
            }
        }
    }

    // What identifies a run must not change when the run ends.
    private static string? RunOf(JsonObject? container) => (container.Text("state", "running", "startedAt") ?? container.Text("state", "terminated", "startedAt")) is { } startedAt
        ? $"{container.Number("restartCount")}@{startedAt}"
        : null;

    // The end of the run before, which was cut off by its restart.
    private async IAsyncEnumerable<InstanceLogLine> ReadMissedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var restarts = container.Number("restartCount") ?? 0;
        if (restarts > 0 && restarts != restartsRead)
        {
            restartsRead = restarts;
            await foreach (var line in ReadRunAsync(tail: null, follow: false, previous: true, cancellation))
            {
                yield return line;
            }
        }
    }

    private async IAsyncEnumerable<InstanceLogLine> ReadRunAsync(int? tail, bool follow, bool previous, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cursor.Resume();
        var name = container.Text("name") ?? ManifestNames.Container;
        var query = new PodLogQuery(space, pod, name, follow, previous, tail, cursor.Since);
        await using var lines = api.ReadLogsAsync(query, cancellation).GetAsyncEnumerator(cancellation);
        while (await TryMoveAsync(lines, cancellation))
        {
            if (cursor.Take(lines.Current))
            {
                yield return new InstanceLogLine(component, pod, lines.Current.Timestamp, lines.Current.Text);
            }
        }
    }

    /// <summary>Moves on; false at the end, where the stream broke, and where there is no log.</summary>
    private async ValueTask<bool> TryMoveAsync(IAsyncEnumerator<PodLogLine> lines, CancellationToken cancellation)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (Exception exception) when (exception is KubernetesException or IOException or HttpRequestException && !cancellation.IsCancellationRequested)
        {
            LogBroken(pod, exception.Message);
            broken = exception is not KubernetesException { StatusCode: < 500 and not 429 };
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The log of pod {Pod} ended: {Reason}")]
    private partial void LogBroken(string pod, string reason);
}
