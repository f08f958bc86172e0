using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>How often and at what intervals a failed task is tried again.</summary>
public class RetryPolicy
{
    /// <summary>Initializes a new instance of the <see cref="RetryPolicy"/> class.</summary>
    /// <param name="maxNumberOfAttempts">The attempts in all, the first included; at least 1.</param>
    /// <param name="firstRetryInterval">The wait before the second attempt; above zero.</param>
    /// <param name="backoffCoefficient">What each wait is multiplied with to give the next; at least 1.</param>
    /// <param name="maxRetryInterval">The longest wait; one hour when null; at least <paramref name="firstRetryInterval"/>.</param>
    /// <param name="retryTimeout">No attempt begins later than this after the first; without end when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>Gets the attempts in all, the first included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>Gets the wait before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>Gets what each wait is multiplied with to give the next.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>Gets the longest wait.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>Gets the time after the first attempt from which on none begins; <see cref="Timeout.InfiniteTimeSpan"/> for no end.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Sets which failures are worth another attempt; by default all.</summary>
    [SuppressMessage("Design", "CA1044:Properties should not be write only", Justification = "The official API's shape.")]
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => IsRetriable = value;
    }

    internal Func<TaskFailureDetails, bool> IsRetriable { get; private init; } = static _ => true;

    private static void ThrowIfShorter(TimeSpan? value, TimeSpan firstRetryInterval, string name)
    {
        if (value < firstRetryInterval && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, value, $"The value for {name} must be greater or equal to the value for firstRetryInterval.");
        }
    }
}
