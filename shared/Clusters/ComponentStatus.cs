namespace Pipelines.Clusters;

/// <summary>The state of one component of a release.</summary>
/// <param name="Name">The component's name.</param>
/// <param name="State">Its state.</param>
/// <param name="ReadyInstances">Instances that are ready.</param>
/// <param name="DesiredInstances">Instances that should be.</param>
/// <param name="Restarts">
/// How often its present instances were started again after they had ended, whatever ended them, all together. A start
/// counts, an end does not: 0 while the first that ended waits for its restart. An instance that takes the place of another
/// begins at 0.
/// </param>
/// <param name="Failure">Why it failed or last crashed; null when it never did.</param>
public sealed record ComponentStatus(string Name, ReleaseState State, int ReadyInstances, int DesiredInstances, int Restarts, InstanceFailure? Failure);
