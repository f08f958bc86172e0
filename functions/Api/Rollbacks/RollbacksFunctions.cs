using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Functions.Api.Wire;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Rollbacks;

/// <summary>Rolls apps back by hand (Apps API, <c>/v2/apps/{id}/rollback</c>): without building, pinned until committed or reverted.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="workflows">The apps' workflows.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="time">The clock.</param>
public sealed class RollbacksFunctions(AppAccess access, AppWorkflows workflows, DeploymentStore deployments, TimeProvider time)
{
    /// <summary>Tells whether a rollback is possible.</summary>
    [Function("ValidateRollback")]
    [Access(TokenScopes.Read)]
    [Operation("Tells whether a rollback is possible", Tag = "Rollbacks", Body = typeof(RollbackBody))]
    public async Task<IActionResult> ValidateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/rollback/validate")] HttpRequest request, string id, FunctionContext context)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, request.HttpContext.RequestAborted);
        var body = await ApiBody.ReadAsync<RollbackBody>(request);
        var problem = await FindProblemAsync(app, body.DeploymentId, request.HttpContext.RequestAborted);
        return new ApiResult(new { Valid = problem is null, Error = problem, Warnings = Array.Empty<object>() });
    }

    /// <summary>Rolls an app back to an earlier deployment.</summary>
    [Function("CreateRollback")]
    [Operation("Rolls an app back to an earlier deployment without building", Tag = "Rollbacks", Body = typeof(RollbackBody), Answer = typeof(DeploymentWire), Member = "deployment")]
    public async Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/rollback")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var body = await ApiBody.ReadAsync<RollbackBody>(request);
        if (await FindProblemAsync(app, body.DeploymentId, cancellation) is { } problem)
        {
            throw ApiException.BadRequest(problem.Message);
        }

        var deploymentId = DeploymentIds.New(time.GetUtcNow());
        var (_, deployment) = await workflows.DeployAsync(
            client,
            app.Id,
            deploymentId,
            new RollbackRequest { DeploymentId = deploymentId, TargetDeploymentId = body.DeploymentId!, SkipPin = body.SkipPin, RequestedAt = time.GetUtcNow() },
            cancellation);
        return new ApiResult(new { Deployment = WireFormat.Of(deployment) });
    }

    /// <summary>Keeps a rollback.</summary>
    [Function("CommitRollback")]
    [Operation("Keeps a rollback", Tag = "Rollbacks", Status = 204)]
    public async Task<IActionResult> CommitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/rollback/commit")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await RequirePinnedAsync(context, id, cancellation);
        await workflows.SendAsync(client, app.Id, new CommitRollbackRequest { RequestedAt = time.GetUtcNow() }, cancellation);
        _ = await workflows.WaitAsync(app.Id, current => current is not { PinnedDeploymentId: not null }, cancellation);
        return ApiResult.NoContent;
    }

    /// <summary>Undoes a rollback.</summary>
    [Function("RevertRollback")]
    [Operation("Undoes a rollback", Tag = "Rollbacks", Answer = typeof(DeploymentWire), Member = "deployment")]
    public async Task<IActionResult> RevertAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/rollback/revert")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await RequirePinnedAsync(context, id, cancellation);
        var deploymentId = DeploymentIds.New(time.GetUtcNow());
        var (_, deployment) = await workflows.DeployAsync(
            client, app.Id, deploymentId, new RevertRollbackRequest { DeploymentId = deploymentId, RequestedAt = time.GetUtcNow() }, cancellation);
        return new ApiResult(new { Deployment = WireFormat.Of(deployment) });
    }

    private async Task<App> RequirePinnedAsync(FunctionContext context, string id, CancellationToken cancellation)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        return app.PinnedDeploymentId is not null ? app : throw ApiException.BadRequest("the app is not pinned to a rollback");
    }

    /// <summary>Looks whether an app can be rolled back to a deployment.</summary>
    /// <exception cref="ApiException">400: no deployment is named; 404: it has no such deployment; 409: it is being deleted.</exception>
    private async Task<RollbackProblem?> FindProblemAsync(App app, string? deploymentId, CancellationToken cancellation)
    {
        if (app.Deleting)
        {
            throw ApiException.Conflict("the app is being deleted");
        }

        if (string.IsNullOrEmpty(deploymentId))
        {
            throw ApiException.BadRequest("deployment_id is required");
        }

        if (await deployments.GetAsync(app.Id, deploymentId, cancellation) is not { } target)
        {
            throw ApiException.NotFound($"the app has no deployment \"{deploymentId}\"");
        }

        if (target.Id == app.ActiveDeploymentId)
        {
            return new RollbackProblem("incompatible_phase", $"deployment {target.Id} is active already", []);
        }

        // What became active once is complete: every component has its image.
        var missing = target.Spec.Components.Select(component => component.Name)
            .Where(name => !target.Components.Any(build => build.Name == name)).ToList();
        if (target.ReleaseId is null || missing.Count > 0)
        {
            return new RollbackProblem("incompatible_phase", $"deployment {target.Id} was never active; roll back to one that was", missing);
        }

        return target.ImagesPruned
            ? new RollbackProblem("exceeded_revision_limit", $"deployment {target.Id} is too old: its images are not kept any more", [])
            : null;
    }
}
