namespace Pipelines.Clusters;

/// <summary>The state of one component of a release.</summary>
/// <param name="Name">The component's name.</param>
/// <param name="State">Its state.</param>
/// <param name="ReadyInstances">Instances that are ready.</param>
/// <param name="DesiredInstances">Instances that should be.</param>
/// <param name="Restarts">How often its instances have ended by themselves and been started again, all together.</param>
/// <param name="Failure">Why it failed or last crashed; null when it never did.</param>
public sealed record ComponentStatus(string Name, ReleaseState State, int ReadyInstances, int DesiredInstances, int Restarts, InstanceFailure? Failure);
