namespace Pipelines.Clusters;

/// <summary>A shell cannot be opened, or is lost.</summary>
public sealed class ShellException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ShellException"/> class.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="message">One sentence for a person, without secrets.</param>
    /// <param name="inner">What was found; null for nothing more.</param>
    public ShellException(ShellFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>Gets why.</summary>
    public ShellFailure Failure { get; }
}
