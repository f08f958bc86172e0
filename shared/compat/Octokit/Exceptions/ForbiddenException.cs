using System.Net;

namespace Octokit;

/// <summary>GitHub knows who asks and refuses (403); also for what it calls a secondary rate limit.</summary>
public class ForbiddenException : ApiException
{
    internal ForbiddenException(string message)
        : base(message.Length > 0 ? message : "Request Forbidden", HttpStatusCode.Forbidden)
    {
    }
}
