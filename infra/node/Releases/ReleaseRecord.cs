using Pipelines.Clusters;

namespace Pipelines.Node.Releases;

/// <summary>What the node keeps of a release. The environment holds secrets: the file is its owner's alone.</summary>
internal sealed record ReleaseRecord
{
    public required Release Release { get; init; }

    /// <summary>Gets a value indicating whether all of it was ready once.</summary>
    public bool WasHealthy { get; init; }

    /// <summary>Gets the components that will not become ready.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>Gets why components failed or last crashed.</summary>
    public IReadOnlyDictionary<string, InstanceFailure> Failures { get; init; } = new Dictionary<string, InstanceFailure>();

    public bool Retiring { get; init; }
}
