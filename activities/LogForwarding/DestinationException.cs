namespace Pipelines.Activities.LogForwarding;

/// <summary>A destination did not take lines.</summary>
/// <param name="message">Why, without secrets.</param>
/// <param name="isRefused">Whether these lines will never be taken, rather than nothing now.</param>
/// <param name="retryAfter">When it asks to be tried again; null where it does not say.</param>
/// <param name="inner">What was found.</param>
internal sealed class DestinationException(string message, bool isRefused = false, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Gets a value indicating whether these lines will never be taken, rather than nothing now.</summary>
    public bool IsRefused => isRefused;

    /// <summary>Gets when it asks to be tried again.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
