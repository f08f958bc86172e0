using System.Net;

namespace Octokit;

/// <summary>There is no such thing, or it is not for the one who asks (404).</summary>
public class NotFoundException : ApiException
{
    /// <summary>Initializes a new instance of the <see cref="NotFoundException"/> class.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="statusCode">The status of the answer.</param>
    public NotFoundException(string message, HttpStatusCode statusCode)
        : base(message, statusCode)
    {
    }
}
