using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Functions.Api;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Panel.Changes;

/// <summary>Tells what a deployment changed.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="specs">Makes secrets comparable.</param>
public sealed class ChangesFunctions(AppAccess access, DeploymentStore deployments, SpecReader specs)
{
    /// <summary>Compares a deployment with the one that was active when it began, or with another of the app.</summary>
    /// <exception cref="ApiException">404: the app has no such deployment.</exception>
    [Function("GetDeploymentChanges")]
    [Operation("Compares a deployment with the one that was active when it began, or with another: commits and spec", Tag = "Panel", Answer = typeof(DeploymentChanges), Member = "changes", Query = "since")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/apps/{id}/deployments/{deploymentId}/changes")] HttpRequest request, string id, string deploymentId, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var deployment = await RequireAsync(app, deploymentId, cancellation);
        var asked = request.Query["since"].ToString();
        var since = asked.Length > 0
            ? await RequireAsync(app, asked, cancellation)
            : deployment.PreviousDeploymentId is { } previous ? await deployments.GetAsync(app.Id, previous, cancellation) : null;
        return new ApiResult(new { Changes = Compare(app, since, deployment) });
    }

    // The same secret is encrypted anew whenever it is sent: compared is what it says, told only that it changed.
    private DeploymentChanges Compare(App app, Deployment? since, Deployment deployment)
    {
        var spec = AppSpecDiff.Compare(since is null ? null : specs.Open(since.Spec, app.Id), specs.Open(deployment.Spec, app.Id));
        return new DeploymentChanges(
            since?.Id,
            [.. Commits(since, deployment)],
            [.. spec.Components.SelectMany(component => component.Reasons.Select(reason => new SpecChange(component.Name, reason.Path, reason.Description)))],
            [.. spec.App.Select(change => new SpecChange(null, change.Path, change.Description))]);
    }

    private static IEnumerable<CommitChange> Commits(Deployment? since, Deployment deployment) =>
        from component in deployment.Spec.Components
        let after = deployment.CommitOf(component.Name)
        let before = since?.CommitOf(component.Name)
        where after is not null && after != before
        select new CommitChange(component.Name, before, after);

    private async Task<Deployment> RequireAsync(App app, string id, CancellationToken cancellation) =>
        await deployments.GetAsync(app.Id, id, cancellation) ?? throw ApiException.NotFound("The resource you were accessing could not be found.");
}
