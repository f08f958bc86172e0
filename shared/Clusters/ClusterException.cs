namespace Pipelines.Clusters;

/// <summary>A cluster refuses a request for a reason that a retry does not cure.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ClusterException"/> class.</summary>
    /// <param name="failure">The reason.</param>
    public ClusterException(InstanceFailure failure)
        : base(failure.Message) => Failure = failure;

    /// <summary>Gets the reason.</summary>
    public InstanceFailure Failure { get; }
}
