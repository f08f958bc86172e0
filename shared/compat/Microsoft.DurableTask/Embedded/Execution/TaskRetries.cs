using Microsoft.DurableTask;

namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>Tries a task again as its options say, with durable timers between the attempts.</summary>
internal static class TaskRetries
{
    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<T>> attempt) => retry switch
    {
        { Policy: { } policy } => RunAsync(context, policy, attempt),
        { Handler: { } handler } => RunAsync(context, handler, attempt),
        _ => attempt(),
    };

    private static async Task<T> RunAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> attempt)
    {
        var begun = context.CurrentUtcDateTime;
        for (var attempts = 1; ; attempts++)
        {
            TimeSpan delay;
            try
            {
                return await attempt();
            }
            catch (TaskFailedException exception)
                when (attempts < policy.MaxNumberOfAttempts && !exception.IsNonRetriable && IsInTime(policy, context.CurrentUtcDateTime - begun))
            {
                // Not in the filter: what the caller's function throws there would be swallowed.
                if (!policy.IsRetriable(exception.FailureDetails))
                {
                    throw;
                }

                delay = DelayAfter(policy, attempts);
            }

            await context.CreateTimer(delay, CancellationToken.None);
        }
    }

    private static async Task<T> RunAsync<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> attempt)
    {
        var begun = context.CurrentUtcDateTime;
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException exception) when (!exception.IsNonRetriable)
            {
                var failure = new RetryContext(
                    context, attempts, exception.FailureDetails, context.CurrentUtcDateTime - begun, CancellationToken.None);
                if (!await handler(failure))
                {
                    throw;
                }
            }
        }
    }

    private static bool IsInTime(RetryPolicy policy, TimeSpan elapsed) =>
        policy.RetryTimeout == Timeout.InfiniteTimeSpan || elapsed < policy.RetryTimeout;

    private static TimeSpan DelayAfter(RetryPolicy policy, int attempts)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        return milliseconds < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : longest;
    }
}
