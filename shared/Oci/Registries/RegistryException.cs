using System.Net;

namespace Pipelines.Oci;

/// <summary>A registry refused a request, or could not be reached.</summary>
public sealed class RegistryException : IOException
{
    /// <summary>Says what a registry refused.</summary>
    /// <param name="message">What was asked, where, and what the registry said. Holds no secret.</param>
    /// <param name="status">The answer's status; null when there was no answer.</param>
    /// <param name="code">The error code of the distribution specification, for example <c>BLOB_UNKNOWN</c>.</param>
    /// <param name="innerException">What was caught.</param>
    public RegistryException(string message, HttpStatusCode? status = null, string? code = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The answer's status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The error code of the distribution specification, for example <c>DENIED</c>; null when the registry gave none.</summary>
    public string? Code { get; }

    /// <summary>Whether trying again later may help: no answer, too many requests, or a fault of the server.</summary>
    public bool IsTransient => Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
