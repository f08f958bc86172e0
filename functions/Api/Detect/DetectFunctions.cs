using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Detect;

/// <summary>Tells what a repository holds and how it would be deployed (Apps API, <c>/v2/apps/detect</c>).</summary>
/// <param name="detection">Looks at repositories.</param>
public sealed class DetectFunctions(SourceDetection detection)
{
    /// <summary>Detects the components of a repository.</summary>
    [Function("DetectApp")]
    [Operation("Detects the components of a repository and proposes a spec for them", Body = typeof(DetectBody), Answer = typeof(DetectAnswer))]
    public async Task<IActionResult> DetectAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/detect")] HttpRequest request, FunctionContext context) =>
        new ApiResult(await detection.DetectAsync(await ApiBody.ReadAsync<DetectBody>(request), Principal.Of(context).TeamId, request.HttpContext.RequestAborted));
}
