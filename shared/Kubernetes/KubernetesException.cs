namespace Pipelines.Kubernetes;

/// <summary>A cluster's API refused a request (Kubernetes API, Status), or could not be asked.</summary>
public sealed class KubernetesException : Exception
{
    /// <summary>The <see cref="Reason"/> when the server could not be reached, or did not answer in time; the status is then 503.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>The <see cref="Reason"/> when what came was no answer of a Kubernetes API; the status is then 502.</summary>
    public const string InvalidAnswer = "InvalidAnswer";

    /// <summary>The <see cref="Reason"/> when the cluster does not serve a manifest's kind; the status is then 404.</summary>
    public const string UnknownKind = "UnknownKind";

    /// <summary>Initializes a new instance of the <see cref="KubernetesException"/> class.</summary>
    /// <param name="statusCode">The HTTP status, 400 to 599.</param>
    /// <param name="reason">The machine-readable reason, as <c>Conflict</c>; null when the server gave none.</param>
    /// <param name="message">The server's words, with what was asked.</param>
    /// <param name="causes">The causes in detail.</param>
    /// <param name="inner">Why the server could not be asked; null when it answered.</param>
    public KubernetesException(int statusCode, string? reason, string message, IReadOnlyList<StatusCause> causes, Exception? inner = null)
        : base(message, inner)
    {
        StatusCode = statusCode;
        Reason = reason;
        Causes = causes;
    }

    /// <summary>Gets the HTTP status, 400 to 599.</summary>
    public int StatusCode { get; }

    /// <summary>Gets the machine-readable reason, as <c>Conflict</c>; null when the server gave none.</summary>
    public string? Reason { get; }

    /// <summary>Gets the causes in detail; empty when the server gave none.</summary>
    public IReadOnlyList<StatusCause> Causes { get; }
}
