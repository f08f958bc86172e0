using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Buildpacks;

/// <summary>
/// Lists the buildpacks that apps may be pinned to (Apps API, <c>/v2/apps/buildpacks</c>): there are none, for builds take
/// the toolchains of their builder, whose versions the sources themselves name.
/// </summary>
/// <param name="access">Finds the apps of a team.</param>
public sealed class BuildpacksFunctions(AppAccess access)
{
    /// <summary>Lists none.</summary>
    [Function("ListBuildpacks")]
    [Operation("Lists the buildpacks that apps may be pinned to: none, for builds take the toolchains of their builder", Tag = "Catalogue", Answer = typeof(BuildpackWire), Member = "buildpacks", IsList = true)]
    public IActionResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/buildpacks")] HttpRequest request) =>
        new ApiResult(new { Buildpacks = Array.Empty<BuildpackWire>() });

    /// <summary>Tells that the app uses no such buildpack.</summary>
    [Function("UpgradeBuildpack")]
    [Operation("Takes a newer buildpack: 404, for apps are pinned to none", Tag = "Catalogue", Body = typeof(UpgradeBuildpackBody))]
    public async Task<IActionResult> UpgradeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/upgrade_buildpack")] HttpRequest request, string id, FunctionContext context)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, request.HttpContext.RequestAborted);
        var body = await ApiBody.ReadAsync<UpgradeBuildpackBody>(request);
        throw string.IsNullOrEmpty(body.BuildpackId)
            ? ApiException.BadRequest("\"buildpack_id\" is missing")
            : ApiException.NotFound($"app {app.Id} is built with no buildpack \"{body.BuildpackId}\"");
    }
}
