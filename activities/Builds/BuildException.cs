namespace Pipelines.Activities.Builds;

/// <summary>A build failed for a reason that is the user's to know.</summary>
public sealed class BuildException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="BuildException"/> class.</summary>
    /// <param name="code">One of the reason codes that begin with Build, or InternalError.</param>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="exitCode">The exit code of the command that failed.</param>
    /// <param name="innerException">What caused it.</param>
    public BuildException(string code, string message, int? exitCode = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        ExitCode = exitCode;
    }

    /// <summary>Gets the reason code.</summary>
    public string Code { get; }

    /// <summary>Gets the exit code of the command that failed; null when none ended.</summary>
    public int? ExitCode { get; }
}
