using System.Net;

namespace Pipelines.Cli.Api;

/// <summary>The API refused a request.</summary>
internal sealed class ApiException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
