namespace Pipelines.Kubernetes.Requests;

/// <summary>A try that failed.</summary>
/// <param name="Exception">What to tell the caller, if there is no other.</param>
/// <param name="Retry">When another try may help.</param>
/// <param name="After">When the server wants the next try; null when it says nothing.</param>
internal sealed record FailedAttempt(KubernetesException Exception, RetryRule Retry, TimeSpan? After = null);
