namespace Microsoft.DurableTask.Client;

/// <summary>What a purge has removed.</summary>
public class PurgeResult
{
    /// <summary>Initializes a new instance of the <see cref="PurgeResult"/> class.</summary>
    /// <param name="count">How many instances were removed; at least 0.</param>
    public PurgeResult(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
    }

    /// <summary>Initializes a new instance of the <see cref="PurgeResult"/> class.</summary>
    /// <param name="count">How many instances were removed; at least 0.</param>
    /// <param name="isComplete">Whether nothing is left to remove; null when unknown.</param>
    public PurgeResult(int count, bool? isComplete)
        : this(count) => IsComplete = isComplete;

    /// <summary>Gets how many instances were removed.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Gets a value indicating whether nothing is left to remove; null when unknown.</summary>
    public bool? IsComplete { get; }
}
