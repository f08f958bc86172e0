namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which attempt an invocation is.</summary>
public abstract class RetryContext
{
    /// <summary>How many attempts went before.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How many attempts there may be beyond the first.</summary>
    public abstract int MaxRetryCount { get; }
}
