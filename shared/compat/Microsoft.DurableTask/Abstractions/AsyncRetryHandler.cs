namespace Microsoft.DurableTask;

/// <summary>Decides whether a failed task is tried again; it may await durable timers and tasks.</summary>
/// <param name="retryContext">What is known of the failure.</param>
/// <returns>True to try again.</returns>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
