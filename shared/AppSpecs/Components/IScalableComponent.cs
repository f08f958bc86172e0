namespace Pipelines.AppSpecs;

/// <summary>A component that runs as instances: services, workers and jobs.</summary>
public interface IScalableComponent : IBuildableComponent
{
    /// <summary>Number of instances, 1 to 250; null is 1. Not together with <see cref="Autoscaling"/>.</summary>
    int? InstanceCount { get; }

    /// <summary>Slug of the size of each instance (<see cref="InstanceSizes"/>); null is the default size.</summary>
    string? InstanceSizeSlug { get; }

    /// <summary>Automatic scaling; always null for jobs.</summary>
    Autoscaling? Autoscaling { get; }

    /// <summary>How an instance is stopped.</summary>
    Termination? Termination { get; }

    /// <summary>The check that restarts an instance which does not answer; always null for jobs.</summary>
    HealthCheck? LivenessHealthCheck { get; }
}
