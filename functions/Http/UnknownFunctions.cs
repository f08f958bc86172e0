using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Http;

/// <summary>Answers what no other function of the API does, in the API's own form.</summary>
public sealed class UnknownFunctions
{
    /// <summary>404, or 401 without a token, as for anything else below <c>/v2</c>.</summary>
    [Function("UnknownResource")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "v2/{*path}")] HttpRequest request) =>
        throw ApiException.NotFound($"there is no {request.Method} {request.Path}");
}
