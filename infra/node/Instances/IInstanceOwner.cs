using Pipelines.Clusters;

namespace Pipelines.Node.Instances;

/// <summary>What an instance tells the release or job it belongs to.</summary>
internal interface IInstanceOwner
{
    /// <summary>Gets a value indicating whether an instance that ends is started again even though it was never ready.</summary>
    bool KeepsTrying { get; }

    /// <summary>The instance has become ready or has ceased to be.</summary>
    void OnReadinessChanged(Instance instance);

    /// <summary>The instance is started again.</summary>
    void OnRestarted(Instance instance);

    /// <summary>The instance has ended by itself, or will not become ready.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="failure">Why.</param>
    /// <param name="final">Whether it is not started again.</param>
    void OnFailed(Instance instance, InstanceFailure failure, bool final);
}
