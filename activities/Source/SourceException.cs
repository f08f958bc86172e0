namespace Pipelines.Activities.Source;

/// <summary>Source cannot be had. The message says what was wrong and what to do, and holds no credential.</summary>
public sealed class SourceException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="SourceException"/> class.</summary>
    /// <param name="message">What was wrong and what to do.</param>
    /// <param name="transient">Whether the same call may succeed later.</param>
    /// <param name="innerException">What caused it.</param>
    public SourceException(string message, bool transient = false, Exception? innerException = null)
        : base(message, innerException) => Transient = transient;

    /// <summary>Gets a value indicating whether the same call may succeed later.</summary>
    public bool Transient { get; }
}
