using System.Net;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>An answer that is an error, as godo's <c>ErrorResponse</c>.</summary>
internal sealed class GodoException(HttpStatusCode status, string message, string requestId, int attempts) : Exception($"{(int)status} (request {requestId}) {message}")
{
    public HttpStatusCode Status => status;

    /// <summary>Gets what the API says.</summary>
    public string Said => message;

    public string RequestId => requestId;

    /// <summary>Gets how often the request was sent.</summary>
    public int Attempts => attempts;
}
