using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Git;

/// <summary>Shows and sets the paths of a repository, beside its source directory, that a component is deployed for; a spec has no place for them.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="settings">How apps follow their repositories.</param>
public sealed class WatchedPathsFunctions(AppAccess access, AppGitSettingsStore settings)
{
    private const int MaximumPaths = 100;
    private const int MaximumLength = 256;

    /// <summary>Shows the paths.</summary>
    [Function("GetWatchedPaths")]
    [Operation("Shows the paths, beside its source directory, that a component is deployed for on push", Tag = "Git", Answer = typeof(WatchedPathsBody))]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/apps/{id}/paths")] HttpRequest request, string id, FunctionContext context)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, request.HttpContext.RequestAborted);
        return new ApiResult(new WatchedPathsBody((await settings.GetAsync(app.Id, request.HttpContext.RequestAborted)).Paths));
    }

    /// <summary>Sets the paths of all components.</summary>
    /// <exception cref="ApiException">400: a component is not there, a path is none, or there are too many.</exception>
    [Function("SetWatchedPaths")]
    [Operation("Sets the paths, beside its source directory, that a component is deployed for on push", Tag = "Git", Body = typeof(WatchedPathsBody), Answer = typeof(WatchedPathsBody))]
    public async Task<IActionResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "platform/apps/{id}/paths")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var paths = (await ApiBody.ReadAsync<WatchedPathsBody>(request)).Paths ?? new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (component, listed) in paths)
        {
            Check(app, component, listed ?? []);
        }

        var changed = await settings.ChangeAsync(app.Id, known => known with { Paths = paths }, cancellation);
        return new ApiResult(new WatchedPathsBody(changed.Paths));
    }

    private static void Check(App app, string component, IReadOnlyList<string> paths)
    {
        if (app.Spec.FindComponent(component) is not IBuildableComponent)
        {
            throw ApiException.BadRequest($"the app builds no component \"{component}\"");
        }

        if (paths.Count > MaximumPaths)
        {
            throw ApiException.BadRequest($"component \"{component}\" has more than {MaximumPaths} paths");
        }

        if (paths.FirstOrDefault(path => !IsPath(path)) is { } wrong)
        {
            throw ApiException.BadRequest($"\"{wrong}\" is no path of a repository: a directory or file from its root, without \"..\" and wildcards");
        }
    }

    private static bool IsPath(string path) =>
        path is { Length: > 0 and <= MaximumLength } && !path.Any(character => char.IsControl(character) || character is '*' or '\\') && !path.Split('/').Contains("..");
}
