using Pipelines.Clusters;
using Pipelines.Deployments;

namespace Pipelines.Activities.Releases;

/// <summary>Says what a cluster reports in the reason codes of the Apps API.</summary>
public static class InstanceFailures
{
    /// <summary>Turns a cluster's failure into a deployment's.</summary>
    /// <param name="failure">What the cluster reported.</param>
    public static Failure ToFailure(this InstanceFailure failure) =>
        new(new StepReason(Code(failure.Reason), failure.Message), failure.ExitCode, failure.LastLines);

    private static string Code(InstanceFailureReason reason) => reason switch
    {
        InstanceFailureReason.HealthChecksFailed => ReasonCodes.DeployContainerHealthChecksFailed,
        InstanceFailureReason.ExitNonZero or InstanceFailureReason.Timeout => ReasonCodes.DeployContainerExitNonZero,
        InstanceFailureReason.Canceled => ReasonCodes.Canceled,
        InstanceFailureReason.CommandNotExecutable => ReasonCodes.ContainerCommandNotExecutable,
        InstanceFailureReason.OutOfMemory => ReasonCodes.ContainerOutOfMemory,
        InstanceFailureReason.ResourceExhausted => ReasonCodes.ResourceExhausted,
        _ => ReasonCodes.InternalError,
    };
}
