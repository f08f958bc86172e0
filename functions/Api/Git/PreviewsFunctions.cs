using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Git;

/// <summary>Shows and sets whether pull requests of an app are shown as apps of their own.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="settings">How apps follow their repositories.</param>
/// <param name="previews">The previews.</param>
/// <param name="apps">The apps that they are.</param>
public sealed class PreviewsFunctions(AppAccess access, AppGitSettingsStore settings, PreviewStore previews, AppStore apps)
{
    /// <summary>Shows an app's previews.</summary>
    [Function("GetPreviews")]
    [Operation("Shows whether pull requests are shown as apps of their own, and those that are", Tag = "Git", Answer = typeof(PreviewsAnswer))]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/apps/{id}/previews")] HttpRequest request, string id, FunctionContext context)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, request.HttpContext.RequestAborted);
        return await AnswerAsync(app.Id, (await settings.GetAsync(app.Id, request.HttpContext.RequestAborted)).Previews, request.HttpContext.RequestAborted);
    }

    /// <summary>Sets whether and how an app has previews. Those that are there stay until their pull requests close or their time is over.</summary>
    /// <exception cref="ApiException">400: a value is out of range, or the app is a preview itself.</exception>
    [Function("SetPreviews")]
    [Operation("Sets whether and how pull requests are shown as apps of their own", Tag = "Git", Body = typeof(PreviewSettingsBody), Answer = typeof(PreviewsAnswer))]
    public async Task<IActionResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "platform/apps/{id}/previews")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var body = Check(await ApiBody.ReadAsync<PreviewSettingsBody>(request));
        if (app.PreviewOf is not null)
        {
            throw ApiException.BadRequest("the app is a preview itself");
        }

        var changed = await settings.ChangeAsync(app.Id, known => known with { Previews = Apply(known.Previews, body) }, cancellation);
        return await AnswerAsync(app.Id, changed.Previews, cancellation);
    }

    private static PreviewSettingsBody Check(PreviewSettingsBody body)
    {
        if (body.Maximum is < 1 or > PreviewSettings.MaximumOfAll)
        {
            throw ApiException.BadRequest($"\"maximum\" must be 1 to {PreviewSettings.MaximumOfAll}");
        }

        return body.LifetimeHours is < 1 or > PreviewSettings.MaximumLifetimeHours
            ? throw ApiException.BadRequest($"\"lifetime_hours\" must be 1 to {PreviewSettings.MaximumLifetimeHours}")
            : body;
    }

    private static PreviewSettings Apply(PreviewSettings known, PreviewSettingsBody body) => known with
    {
        Enabled = body.Enabled ?? known.Enabled,
        AllowForks = body.AllowForks ?? known.AllowForks,
        Maximum = body.Maximum ?? known.Maximum,
        LifetimeHours = body.LifetimeHours ?? known.LifetimeHours,
    };

    private async Task<ApiResult> AnswerAsync(string appId, PreviewSettings present, CancellationToken cancellation)
    {
        var shown = new List<PreviewWire>();
        foreach (var preview in await previews.ListOpenAsync(appId, cancellation))
        {
            var app = await apps.GetAsync(preview.AppId, cancellation);
            shown.Add(new PreviewWire(preview.Provider, preview.Number, preview.Branch, preview.AppId, preview.Name, app?.LiveUrl));
        }

        return new ApiResult(new PreviewsAnswer(present, shown));
    }
}
