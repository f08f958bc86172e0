namespace Pipelines.Activities.Statuses;

/// <summary>A git provider did not take a status. The message has no secrets.</summary>
/// <param name="message">Why.</param>
/// <param name="tryAgain">Whether a later try may be answered otherwise.</param>
/// <param name="retryAfter">How long to wait at least, as the provider asks.</param>
/// <param name="innerException">The cause.</param>
public sealed class StatusRefusedException(string message, bool tryAgain, TimeSpan? retryAfter = null, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Gets a value indicating whether a later try may be answered otherwise.</summary>
    public bool TryAgain => tryAgain;

    /// <summary>Gets how long to wait at least.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
