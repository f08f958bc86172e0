using Microsoft.DurableTask;

namespace Pipelines.Orchestrations;

/// <summary>How often activities are tried again. What is the user's to know comes back as a result; what throws is the platform's own trouble.</summary>
internal static class Retries
{
    /// <summary>Gets the policy of all activities: ten tries over about five minutes, so that a restarted node, registry or store is waited for.</summary>
    public static TaskOptions Standard { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10,
        firstRetryInterval: TimeSpan.FromMilliseconds(250),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>Gets the policy of what a person waits for and can put right, as a git server that cannot be reached: four tries within about five seconds.</summary>
    public static TaskOptions Brief { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 4,
        firstRetryInterval: TimeSpan.FromMilliseconds(500),
        backoffCoefficient: 2));

    /// <summary>Gets the policy of messages to others, who may be away for a while: ten tries over about an hour.</summary>
    public static TaskOptions Delivery { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 3,
        maxRetryInterval: TimeSpan.FromMinutes(20)));

    /// <summary>Gets the policy of an app's eternal workflow, which must not die of an outage however long: for ever, at last once a minute.</summary>
    public static TaskOptions Forever { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: int.MaxValue,
        firstRetryInterval: TimeSpan.FromMilliseconds(250),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1)));
}
