namespace Pipelines.Activities.Domains.Acme;

/// <summary>An authority does not do what it was asked.</summary>
internal sealed class AcmeException : Exception
{
    private AcmeException(string message, AcmeProblem? problem, TimeSpan? retryAfter, Exception? inner)
        : base(message, inner)
    {
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>Gets the reason it gave; null where it did not answer.</summary>
    public AcmeProblem? Problem { get; }

    /// <summary>Gets how long it wants to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Gets a value indicating whether it was asked too often.</summary>
    public bool IsRateLimited => Problem?.Kind == "rateLimited";

    /// <summary>Gets a value indicating whether it did not answer, or could not: worth another try soon.</summary>
    public bool IsUnavailable => Problem is null || Problem.Kind is "serverInternal" or "badNonce" or "unknown";

    /// <summary>It refuses.</summary>
    public static AcmeException Refused(AcmeProblem problem, TimeSpan? retryAfter) => new(problem.Tell(), problem, retryAfter, null);

    /// <summary>It does not answer as an authority should.</summary>
    public static AcmeException Unavailable(string message, Exception? inner = null) => new(message, null, null, inner);
}
