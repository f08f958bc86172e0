using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Instances;

namespace Pipelines.Node.Releases;

/// <summary>One component of a release, with its instances.</summary>
internal sealed class NodeComponent(ReleaseComponent spec)
{
    private volatile Instance[] ready = [];
    private uint turn;

    public ReleaseComponent Spec => spec;

    /// <summary>Gets the instances; none for a static site.</summary>
    public IReadOnlyList<Instance> Instances { get; set; } = [];

    public bool IsSite => spec.Kind == ComponentKind.StaticSite;

    /// <summary>Gets or sets a value indicating whether a site's manifest was found.</summary>
    public bool SiteLoaded { get; set; }

    public int Desired => IsSite ? 1 : spec.InstanceCount;

    public int ReadyCount => IsSite ? (SiteLoaded ? 1 : 0) : ready.Length;

    /// <summary>Takes over which instances are ready.</summary>
    public void Refresh() => ready = [.. Instances.Where(instance => instance.Ready)];

    /// <summary>
    /// Enters a ready instance: of the next two in turn the one with fewer requests inside. The caller leaves its gate.
    /// </summary>
    /// <param name="except">An instance that has just refused.</param>
    /// <returns>Null when there is none.</returns>
    public Instance? Enter(Instance? except = null)
    {
        var candidates = ready;
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
