using System.Net;

namespace Octokit;

/// <summary>GitHub does not know who asks (401).</summary>
public class AuthorizationException : ApiException
{
    /// <summary>Initializes a new instance of the <see cref="AuthorizationException"/> class.</summary>
    public AuthorizationException()
        : base(HttpStatusCode.Unauthorized, null)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="AuthorizationException"/> class.</summary>
    /// <param name="httpStatusCode">The status of the answer.</param>
    /// <param name="innerException">The cause.</param>
    public AuthorizationException(HttpStatusCode httpStatusCode, Exception? innerException)
        : base(httpStatusCode, innerException)
    {
    }

    internal AuthorizationException(string message)
        : base(message, HttpStatusCode.Unauthorized)
    {
    }
}
