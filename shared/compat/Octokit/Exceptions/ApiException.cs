using System.Net;

namespace Octokit;

/// <summary>GitHub has answered a request with an error.</summary>
public class ApiException : Exception
{
    private const string Unexplained = "An error occurred with this API request";

    /// <summary>Initializes a new instance of the <see cref="ApiException"/> class.</summary>
    public ApiException()
        : this(Unexplained, HttpStatusCode.InternalServerError)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ApiException"/> class.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="httpStatusCode">The status of the answer.</param>
    public ApiException(string message, HttpStatusCode httpStatusCode)
        : base(message.Length > 0 ? message : Unexplained) => StatusCode = httpStatusCode;

    /// <summary>Initializes a new instance of the <see cref="ApiException"/> class.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public ApiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ApiException"/> class.</summary>
    /// <param name="statusCode">The status of the answer.</param>
    /// <param name="innerException">The cause.</param>
    protected ApiException(HttpStatusCode statusCode, Exception? innerException)
        : base(Unexplained, innerException) => StatusCode = statusCode;

    /// <summary>Gets the status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }
}
