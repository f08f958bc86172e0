using Pipelines.Clusters;
using Pipelines.Node.Destinations;
using Pipelines.Node.Instances;
using Pipelines.Node.State;

namespace Pipelines.Node.Releases;

/// <summary>One release on this node: its desired state on disk, its instances, and how they are.</summary>
internal sealed class NodeRelease : IInstanceOwner
{
    private readonly string path;
    private readonly Lock gate = new();
    private readonly Func<NodeRelease, Task> retire;
    private Task? retirement;
    private ReleaseRecord record;

    public NodeRelease(ReleaseRecord record, string path, Func<NodeRelease, Task> retire)
    {
        this.record = record;
        this.path = path;
        Components = record.Release.Components.ToDictionary(each => each.Name, each => new NodeComponent(each));
        this.retire = retire;
    }

    public Release Spec => record.Release;

    public ReleaseRecord Record => record;

    public IReadOnlyDictionary<string, NodeComponent> Components { get; }

    public ChangeSignal Changed { get; } = new();

    /// <summary>Gets or sets the work of bringing it up; done when its instances are looked after.</summary>
    public Task Startup { get; set; } = Task.CompletedTask;

    /// <summary>Gets a value indicating whether the node has let go of it.</summary>
    public bool Gone { get; private set; }

    public bool KeepsTrying => record.WasHealthy;

    public IEnumerable<Instance> Instances => Components.Values.SelectMany(component => component.Instances);

    public IEnumerable<Upstream> Upstreams => Components.Values.Select(component => component.Upstream).OfType<Upstream>();

    /// <summary>Drains and stops it, once however often it is asked for.</summary>
    public Task RetireAsync()
    {
        lock (gate)
        {
            return retirement ??= Task.Run(() => retire(this));
        }
    }

    public void OnReadinessChanged(Instance instance)
    {
        NoteHealth();
        Changed.Raise();
    }

    public void OnRestarted(Instance instance) => Changed.Raise();

    public void OnFailed(Instance instance, InstanceFailure failure, bool final) => Fail(instance.Record.Component, failure, final);

    /// <summary>Records a failure of a component.</summary>
    public void Fail(string component, InstanceFailure failure, bool final)
    {
        Save(each => each with
        {
            Failures = new Dictionary<string, InstanceFailure>(each.Failures) { [component] = failure },
            Failed = final ? [.. each.Failed.Append(component).Distinct()] : each.Failed,
        });
        Changed.Raise();
    }

    /// <summary>Records that everything was ready, once it is.</summary>
    public void NoteHealth()
    {
        // Within the gate: of two instances that become ready at once, the second to come sees both.
        lock (gate)
        {
            if (!record.WasHealthy && Components.Count > 0 && Components.Values.All(each => each.ReadyCount >= each.Desired))
            {
                Save(each => each with { WasHealthy = true });
            }
        }
    }

    public void MarkRetiring()
    {
        if (record.Retiring)
        {
            return;
        }

        Save(each => each with { Retiring = true });
        Changed.Raise();
    }

    public void Forget()
    {
        lock (gate)
        {
            Gone = true;
            AtomicFile.Delete(path);
        }

        Changed.Raise();
    }

    public ReleaseStatus Status(bool routed)
    {
        var components = Components.Values.Select(StatusOf).ToList();
        return new ReleaseStatus(Spec.AppId, Spec.Id, StateOf(components), routed, components);
    }

    private ReleaseState StateOf(List<ComponentStatus> components)
    {
        if (record.Retiring)
        {
            return ReleaseState.Retiring;
        }

        return components.Exists(each => each.State == ReleaseState.Failed) ? ReleaseState.Failed
            : components.TrueForAll(each => each.State == ReleaseState.Healthy) ? ReleaseState.Healthy
            : record.WasHealthy ? ReleaseState.Degraded
            : ReleaseState.Starting;
    }

    private ComponentStatus StatusOf(NodeComponent component)
    {
        var name = component.Spec.Name;
        var state = record.Failed.Contains(name) ? ReleaseState.Failed
            : component.ReadyCount >= component.Desired ? ReleaseState.Healthy
            : record.WasHealthy ? ReleaseState.Degraded
            : ReleaseState.Starting;
        return new ComponentStatus(
            name,
            state,
            component.ReadyCount,
            component.Desired,
            component.Instances.Sum(instance => instance.Record.Restarts),
            record.Failures.GetValueOrDefault(name));
    }

    private void Save(Func<ReleaseRecord, ReleaseRecord> change)
    {
        lock (gate)
        {
            record = change(record);
            if (!Gone)
            {
                AtomicFile.Commit(path, record);
            }
        }
    }
}
