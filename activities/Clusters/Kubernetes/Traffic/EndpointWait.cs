using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Watching;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Traffic;

/// <summary>Waits until a release can take traffic. Not for ever: the way back to a release must be open even when it is ailing.</summary>
internal sealed partial class EndpointWait(IKubernetesApi api, TimeProvider time, ILogger<EndpointWait> logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until every Service of a release has an address behind it.</summary>
    public async Task UntilReadyAsync(Release release, IReadOnlyCollection<string> components, CancellationToken cancellation)
    {
        if (components.Count == 0)
        {
            return;
        }

        var end = time.GetUtcNow() + s_patience;
        var query = new ResourceQuery(CoreTypes.Endpoints, ManifestNames.OfApp(release.AppId), ManifestLabels.SelectRelease(release.AppId, release.Id));
        await using var mirrors = new ResourceMirrors(api, [query], time, cancellation);
        while (time.GetUtcNow() < end)
        {
            await mirrors.WaitAsync(end, cancellation);
            var ready = mirrors[0].Resources
                .Where(endpoints => endpoints.Items("subsets").Any(subset => subset.Items("addresses").Any()))
                .Select(endpoints => endpoints.LabelOf(ManifestLabels.Component))
                .ToHashSet(StringComparer.Ordinal);
            if (components.All(ready.Contains))
            {
                return;
            }
        }

        LogNotReady(release.Id, release.AppName);
    }

    /// <summary>Waits until addresses of the cluster answer from here: its proxies learn of endpoints a moment after they are there.</summary>
    public async Task UntilReachedAsync(Release release, IEnumerable<Uri> upstreams, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await Task.WhenAll(upstreams.Select(upstream => ReachAsync(upstream, either.Token)));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            LogNotReady(release.Id, release.AppName);
        }
    }

    private async Task ReachAsync(Uri upstream, CancellationToken cancellation)
    {
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(upstream.Host.Trim('[', ']'), upstream.Port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(s_pause, time, cancellation);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Release {Release} of app {App} takes the traffic although not all of it answers yet")]
    private partial void LogNotReady(string release, string app);
}
