using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Destinations;
using Pipelines.Node.Instances;

namespace Pipelines.Node.Releases;

/// <summary>One component of a release, with what answers for it.</summary>
internal sealed class NodeComponent(ReleaseComponent spec)
{
    private uint turn;

    public ReleaseComponent Spec => spec;

    /// <summary>Gets or sets the instances; none for a static site and for what runs elsewhere.</summary>
    public IReadOnlyList<Instance> Instances { get; set; } = [];

    /// <summary>Gets the address elsewhere that answers; null for a component of this node.</summary>
    public Upstream? Upstream { get; } = spec.Upstream is null ? null : new Upstream(spec);

    public bool IsSite => spec.Kind == ComponentKind.StaticSite;

    /// <summary>Gets a value indicating whether instances of it run on this node.</summary>
    public bool RunsHere => !IsSite && Upstream is null;

    /// <summary>Gets or sets a value indicating whether a site's manifest was found.</summary>
    public bool SiteLoaded { get; set; }

    /// <summary>Gets how many should be ready: a site counts as one, and what runs elsewhere is no matter of this node.</summary>
    public int Desired => IsSite ? 1 : RunsHere ? spec.InstanceCount : 0;

    public int ReadyCount => IsSite ? (SiteLoaded ? 1 : 0) : Instances.Count(instance => instance.Ready);

    /// <summary>Enters what answers for the component. The caller leaves its gate.</summary>
    /// <param name="except">One that has just refused.</param>
    /// <returns>Null when there is none.</returns>
    public IDestination? Enter(IDestination? except = null)
    {
        if (Upstream is null)
        {
            return EnterInstance(except);
        }

        return Upstream != except && Upstream.Gate.TryEnter() ? Upstream : null;
    }

    /// <summary>
    /// Enters a ready instance: of the next two in turn the one with fewer requests inside. The caller leaves its gate.
    /// </summary>
    /// <param name="except">An instance that has just refused.</param>
    /// <returns>Null when there is none.</returns>
    public Instance? EnterInstance(IDestination? except = null)
    {
        Instance[] candidates = [.. Instances.Where(instance => instance.Ready)];
        var first = (int)(Interlocked.Increment(ref turn) % (uint)Math.Max(candidates.Length, 1));
        for (var i = 0; i < candidates.Length; i++)
        {
            var one = candidates[(first + i) % candidates.Length];
            var other = candidates[(first + i + 1) % candidates.Length];
            var (better, worse) = other.Gate.Inside < one.Gate.Inside ? (other, one) : (one, other);
            foreach (var each in (Instance[])[better, worse])
            {
                if (each != except && each.Gate.TryEnter())
                {
                    return each;
                }
            }
        }

        return null;
    }
}
