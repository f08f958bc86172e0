using System.Net;

namespace Pipelines.EndToEnd.Platform;

/// <summary>The API has refused a request.</summary>
internal sealed class ApiException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;
}
