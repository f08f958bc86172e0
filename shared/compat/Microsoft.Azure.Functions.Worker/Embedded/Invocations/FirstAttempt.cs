using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Embedded;

/// <summary>The host retries no invocation: each is the first attempt and the last.</summary>
internal sealed class FirstAttempt : RetryContext
{
    public static readonly FirstAttempt Instance = new();

    public override int RetryCount => 0;

    public override int MaxRetryCount => 0;
}
