using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Http;

/// <summary>Answers what no other function of the API does, in the API's own form.</summary>
public sealed class UnknownFunctions
{
    /// <summary>404 for an unknown path, 405 for a method that a path does not take, the methods for OPTIONS; 401 without a token, as for anything else below <c>/v2</c>.</summary>
    [Function("UnknownResource")]
    public IActionResult OfApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "v2/{*path}")] HttpRequest request) => Answer(request);

    /// <summary>As <see cref="OfApi"/>, for what is below the platform's own prefix.</summary>
    [Function("UnknownPlatformResource")]
    public IActionResult OfPlatform([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "platform/{*path}")] HttpRequest request) => Answer(request);

    private static IActionResult Answer(HttpRequest request)
    {
        var methods = ApiRoutes.MethodsOf(request.Path);
        if (methods.Count == 0)
        {
            throw ApiException.NotFound($"there is no {request.Path}");
        }

        request.HttpContext.Response.Headers.Allow = string.Join(", ", methods);
        return HttpMethods.IsOptions(request.Method)
            ? ApiResult.NoContent
            : throw ApiException.MethodNotAllowed($"{request.Path} takes {string.Join(", ", methods)}, not {request.Method}");
    }
}
