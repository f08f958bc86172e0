using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Watching;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Logs;

/// <summary>Reads the output of an app's pods.</summary>
internal sealed class InstanceLogs(IKubernetesApi api, TimeProvider time, ILogger<InstanceLogs> logger)
{
    private const int Backlog = 256;

    /// <summary>Reads what a query asks for, interleaved by time.</summary>
    public IAsyncEnumerable<InstanceLogLine> ReadAsync(InstanceLogQuery query, CancellationToken cancellation) =>
        query.Since is { } since ? ReadAllAsync(query, cancellation).Where(line => line.Timestamp >= since) : ReadAllAsync(query, cancellation);

    private async IAsyncEnumerable<InstanceLogLine> ReadAllAsync(InstanceLogQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pods = AppQueries.Pods(query.AppId, Selector(query));
        var logs = new Dictionary<string, PodLog>(StringComparer.Ordinal);
        await foreach (var pod in api.ListAsync(pods, cancellation))
        {
            Take(logs, pod);
        }

        // With a tail of none the last line is read all the same: what follows it is new.
        var tail = query is { Follow: true, Tail: 0 } ? 1 : query.Tail;
        var present = LogOrder.MergeAsync([.. logs.Values.Where(log => log.HasStarted).Select(log => log.ReadAsync(tail, cancellation))], cancellation);
        await foreach (var line in present.TailAsync(query.Tail).WithCancellation(cancellation))
        {
            yield return line;
        }

        if (query.Follow)
        {
            await foreach (var line in FollowAsync(pods, logs, cancellation))
            {
                yield return line;
            }
        }
    }

    private static string Selector(InstanceLogQuery query)
    {
        var selector = query.ReleaseId is { } release ? ManifestLabels.SelectRelease(query.AppId, release) : ManifestLabels.SelectApp(query.AppId);
        selector += query.JobKey is { } key ? $",{ManifestLabels.Job}={ManifestNames.OfJobKey(key)}" : query.WithJobs ? string.Empty : $",!{ManifestLabels.Job}";
        return query.Component is { } component ? $"{selector},{ManifestLabels.Component}={component}" : selector;
    }

    private PodLog Take(Dictionary<string, PodLog> logs, JsonObject pod)
    {
        var name = pod.NameOf();
        if (!logs.TryGetValue(name, out var log))
        {
            var component = pod.LabelOf(ManifestLabels.Component) ?? string.Empty;
            logs[name] = log = new PodLog(api, pod.Text("metadata", "namespace") ?? string.Empty, name, component, time, logger);
        }

        log.Update(pod);
        return log;
    }

    private async IAsyncEnumerable<InstanceLogLine> FollowAsync(ResourceQuery pods, Dictionary<string, PodLog> logs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lines = Channel.CreateBounded<InstanceLogLine>(Backlog);
        var follower = Task.Run(() => FollowAsync(pods, logs, lines.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(cancellation))
            {
                yield return line;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await follower;
        }
    }

    private async Task FollowAsync(ResourceQuery pods, Dictionary<string, PodLog> logs, ChannelWriter<InstanceLogLine> lines, CancellationToken cancellation)
    {
        var readers = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            await using var mirrors = new ResourceMirrors(api, [pods], time, cancellation);
            while (true)
            {
                await mirrors.WaitAsync(null, cancellation);
                foreach (var pod in mirrors[0].Resources)
                {
                    var log = Take(logs, pod);
                    if (!readers.ContainsKey(pod.NameOf()))
                    {
                        readers[pod.NameOf()] = Task.Run(() => CopyAsync(log, lines, cancellation), CancellationToken.None);
                    }
                }

                ForgetGone(mirrors[0], logs, readers);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Nobody reads any more.
        }
        catch (Exception exception)
        {
            _ = lines.TryComplete(exception);
        }

        await Task.WhenAll(readers.Values);
    }

    private static void ForgetGone(ResourceMirror pods, Dictionary<string, PodLog> logs, Dictionary<string, Task> readers)
    {
        var present = pods.Resources.Select(pod => pod.NameOf()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, log) in logs.Where(each => !present.Contains(each.Key)).ToList())
        {
            log.MarkGone();
            if (!readers.TryGetValue(name, out var reader) || reader.IsCompleted)
            {
                _ = readers.Remove(name);
                _ = logs.Remove(name);
            }
        }
    }

    private static async Task CopyAsync(PodLog log, ChannelWriter<InstanceLogLine> lines, CancellationToken cancellation)
    {
        try
        {
            await foreach (var line in log.FollowAsync(cancellation))
            {
                await lines.WriteAsync(line, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Nobody reads any more.
        }
        catch (Exception exception)
        {
            _ = lines.TryComplete(exception);
        }
    }
}
