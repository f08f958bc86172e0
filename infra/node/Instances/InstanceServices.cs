using Pipelines.Node.Logs;
using Pipelines.Node.State;

namespace Pipelines.Node.Instances;

/// <summary>What every instance works with.</summary>
internal sealed record InstanceServices(
    NodePaths Paths,
    InstanceLauncher Launcher,
    HealthChecker Health,
    FailureAnalyst Failures,
    LogStore Logs,
    TimeProvider Time,
    ILogger<Instance> Logger);
