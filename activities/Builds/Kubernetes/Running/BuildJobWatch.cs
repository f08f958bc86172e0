using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pipelines.Activities.Builds.Kubernetes.Manifests;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>Watches a Job and its pods as one.</summary>
internal sealed class BuildJobWatch(IKubernetesApi api, TimeProvider time)
{
    // How often patience is looked at when nothing happens.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Tells how things are: at first, after each change, and every second.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="name">The Job's name.</param>
    /// <param name="uid">The Job's uid: another Job of the name is none.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async IAsyncEnumerable<BuildJobView> WatchAsync(string space, string name, string uid, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var changes = Channel.CreateUnbounded<(bool IsPod, ResourceEvent? Change)>(new UnboundedChannelOptions { SingleReader = true });
        Task[] sources =
        [
            ForwardAsync(new ResourceQuery(BuildResources.Job, space, FieldSelector: $"metadata.name={name}"), isPod: false, changes.Writer, end.Token),
            ForwardAsync(new ResourceQuery(BuildResources.Pod, space, LabelSelector: BuildLabels.Of(name)), isPod: true, changes.Writer, end.Token),
            TickAsync(changes.Writer, end.Token),
        ];
        try
        {
            var state = new State(uid);
            await foreach (var (isPod, change) in changes.Reader.ReadAllAsync(end.Token))
            {
                state.Take(isPod, change);
                if (state.IsKnown)
                {
                    yield return state.View;
                }
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(sources).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ForwardAsync(ResourceQuery query, bool isPod, ChannelWriter<(bool, ResourceEvent?)> changes, CancellationToken cancellation)
    {
        try
        {
            await foreach (var change in api.WatchAsync(query, cancellation))
            {
                _ = changes.TryWrite((isPod, change));
            }

            changes.TryComplete(new InvalidOperationException("The watch ended."));
        }
        catch (Exception problem)
        {
            changes.TryComplete(problem);
        }
    }

    private async Task TickAsync(ChannelWriter<(bool, ResourceEvent?)> changes, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            _ = changes.TryWrite((false, null));
        }
    }

    private sealed class State(string uid)
    {
        private readonly Dictionary<string, JsonObject> pods = new(StringComparer.Ordinal);
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);
        private JsonObject? job;
        private JsonObject? newest;
        private bool knowsJob;
        private bool knowsPods;

        public bool IsKnown => knowsJob && knowsPods;

        public BuildJobView View => new(job, newest, newest is not null && !pods.ContainsKey(newest.Uid()), seen.Count);

        public void Take(bool isPod, ResourceEvent? change)
        {
            if (change is null)
            {
                return;
            }

            if (isPod)
            {
                TakePod(change);
            }
            else
            {
                TakeJob(change);
            }
        }

        private void TakeJob(ResourceEvent change)
        {
            knowsJob = change.Type switch { ResourceEventType.Reset => false, ResourceEventType.Synced => true, _ => knowsJob };
            job = change.Type switch
            {
                ResourceEventType.Reset => null,
                ResourceEventType.Applied when change.Object!.Uid() == uid => change.Object,
                ResourceEventType.Deleted when change.Object!.Uid() == uid => null,
                _ => job,
            };
        }

        private void TakePod(ResourceEvent change)
        {
            switch (change.Type)
            {
                case ResourceEventType.Reset:
                    knowsPods = false;
                    pods.Clear();
                    break;
                case ResourceEventType.Synced:
                    knowsPods = true;
                    break;
                case ResourceEventType.Applied when IsOurs(change.Object!):
                    pods[change.Object!.Uid()] = change.Object!;
                    _ = seen.Add(change.Object!.Uid());
                    break;
                case ResourceEventType.Deleted when IsOurs(change.Object!):
                    _ = pods.Remove(change.Object!.Uid());
                    newest = newest?.Uid() == change.Object!.Uid() ? change.Object : newest;
                    break;
            }

            newest = pods.Values.MaxBy(pod => (pod.Time("metadata", "creationTimestamp") ?? DateTimeOffset.MinValue, pod.Uid())) ?? newest;
        }

        private bool IsOurs(JsonObject pod) => pod.Items("metadata", "ownerReferences").Any(owner => owner.Text("uid") == uid);
    }
}
