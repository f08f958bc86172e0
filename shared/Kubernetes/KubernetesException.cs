namespace Pipelines.Kubernetes;

/// <summary>A cluster's API refused a request (Kubernetes API, Status).</summary>
public sealed class KubernetesException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="KubernetesException"/> class.</summary>
    /// <param name="statusCode">The HTTP status, 400 to 599.</param>
    /// <param name="reason">The machine-readable reason, as <c>Conflict</c>; null when the server gave none.</param>
    /// <param name="message">The server's words, with what was asked.</param>
    /// <param name="causes">The causes in detail.</param>
    public KubernetesException(int statusCode, string? reason, string message, IReadOnlyList<StatusCause> causes)
        : base(message)
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
