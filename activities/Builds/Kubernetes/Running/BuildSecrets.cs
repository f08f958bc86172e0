
namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>What a build may know and its Job does not hold. Its text shows nothing.</summary>
/// <param name="Environment">The build-time environment.</param>
/// <param name="Access">Gets the source's address and leave to use the registry, anew each time, with the time when they end.</param>
internal sealed record BuildSecrets(IReadOnlyDictionary<string, string> Environment, Func<CancellationToken, Task<BuildAccess>> Access)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(BuildSecrets);
}
