using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Functions.Http;
using Pipelines.Orchestrations.Apps;

namespace Pipelines.Functions.Api;

/// <summary>
/// Hands requests to the eternal workflows of apps. What a caller asks for is durable before it is answered: the
/// workflow's event or its start is the one write that counts, all documents follow from it.
/// </summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="time">The clock.</param>
public sealed class AppWorkflows(AppStore apps, DeploymentStore deployments, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_followingPatience = TimeSpan.FromSeconds(5);

    // A name that is held this long by an app that does not exist was taken by a process that died. A create that comes again
    // waits for it: shorter than clients wait for an answer.
    private static readonly TimeSpan s_reservationLimit = TimeSpan.FromSeconds(10);

    /// <summary>Creates an app and starts its first deployment.</summary>
    /// <param name="client">The workflows.</param>
    /// <param name="name">The app's name.</param>
    /// <param name="sealSpec">Makes the spec to store, given the app's id.</param>
    /// <param name="ownerId">The team.</param>
    /// <param name="projectId">The project; null without one.</param>
    /// <param name="cancellation">Ends the wait; the app is created all the same once its workflow was started.</param>
    /// <returns>The app and its first deployment.</returns>
    /// <exception cref="ApiException">409: another app has the name; 503: one is being created under it.</exception>
    public async Task<(App App, Deployment Deployment)> CreateAsync(
        DurableTaskClient client, string name, Func<string, AppSpec> sealSpec, string ownerId, string? projectId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var appId = await TakeNameAsync(client, name, Guid.CreateVersion7(now).ToString(), cancellation);
        var deploymentId = DeploymentIds.New(now);
        await deployments.PutSpecAsync(appId, deploymentId, sealSpec(appId), cancellation);
        var request = new DeployRequest
        {
            DeploymentId = deploymentId,
            NewSpec = true,
            Cause = new DeploymentCause(DeploymentCauseType.Manual, "initial deployment"),
            RequestedAt = now,
        };
        var state = new AppState
        {
            AppId = appId,
            Creation = new(appId, ownerId, projectId, deploymentId, now),
            Pending = new AppMessage(request),
        };
        await StartOnceAsync(client, state, cancellation);
        return await WaitForDeploymentAsync(appId, deploymentId, cancellation);
    }

    /// <summary>Asks an app's workflow for a deployment and waits until it has accepted it.</summary>
    /// <exception cref="ApiException">409: it did not accept, as a pinned app does not.</exception>
    public async Task<(App App, Deployment Deployment)> DeployAsync(
        DurableTaskClient client, string appId, string deploymentId, AppRequest request, CancellationToken cancellation)
    {
        await SendAsync(client, appId, request, cancellation);
        return await WaitForDeploymentAsync(appId, deploymentId, cancellation);
    }

    /// <summary>Sends a request to an app's workflow.</summary>
    public Task SendAsync(DurableTaskClient client, string appId, AppRequest request, CancellationToken cancellation) =>
        client.RaiseEventAsync(AppMessage.InstanceId(appId), AppMessage.EventName, new AppMessage(request), cancellation);

    /// <summary>Waits until an app is as asked for.</summary>
    /// <exception cref="ApiException">503: its workflow does not get there in time.</exception>
    public async Task<App?> WaitAsync(string appId, Func<App?, bool> condition, CancellationToken cancellation)
    {
        var (met, app) = await apps.WaitAsync(appId, condition, s_patience, cancellation);
        return met ? app : throw ApiException.Unavailable("the request was accepted, but its workflow has not taken it up yet; look again later");
    }

    /// <summary>
    /// Waits until an app says, too, that a deployment is over: its document is written a moment after the deployment's own, and
    /// clients that see the one done take what is active and its URL from the other at once. Gives up after seconds.
    /// </summary>
    public Task FollowAsync(Deployment deployment, CancellationToken cancellation) => apps.WaitAsync(
        deployment.AppId,
        app => app is null || (app.InProgressDeploymentId != deployment.Id && app.PendingDeploymentId != deployment.Id),
        s_followingPatience,
        cancellation);

    // Of two creates that take over the same forsaken name, the second must not replace the workflow of the first.
    private static async Task StartOnceAsync(DurableTaskClient client, AppState state, CancellationToken cancellation)
    {
        var instance = AppMessage.InstanceId(state.AppId);
        var once = new StartOrchestrationOptions(instance).WithDedupeStatuses(
            [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended]);
        try
        {
            _ = await client.ScheduleNewOrchestrationInstanceAsync(nameof(AppOrchestrator), state, once, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Drivers refuse a known id with exceptions of their own: whether it is alive decides.
            if (await client.GetInstanceAsync(instance, cancellation) is not { IsCompleted: false })
            {
                throw;
            }

            throw ApiException.Unavailable("an app of that name is being created; try again");
        }
    }

    private async Task<(App App, Deployment Deployment)> WaitForDeploymentAsync(string appId, string deploymentId, CancellationToken cancellation)
    {
        Deployment? deployment = null;
        var deadline = time.GetUtcNow() + s_patience;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2), time);
        while ((deployment = await deployments.GetAsync(appId, deploymentId, cancellation)) is null)
        {
            if (time.GetUtcNow() > deadline)
            {
                throw ApiException.Unavailable("the request was accepted, but its workflow has not taken it up yet; look again later");
            }

            _ = await timer.WaitForNextTickAsync(cancellation);
        }

        return (await apps.RequireAsync(appId, cancellation), deployment);
    }

    private async Task<string> TakeNameAsync(DurableTaskClient client, string name, string appId, CancellationToken cancellation)
    {
        var holder = await apps.ReserveNameAsync(name, appId, cancellation);
        if (holder == appId)
        {
            return appId;
        }

        // A create is under way, or its process died with the name in hand: then the name is nobody's.
        var (exists, _) = await apps.WaitAsync(holder, app => app is not null, s_reservationLimit, cancellation);
        if (exists)
        {
            throw ApiException.Conflict($"name {name} already in use");
        }

        return await client.GetInstanceAsync(AppMessage.InstanceId(holder), cancellation) is null or { IsCompleted: true }
            ? holder
            : throw ApiException.Unavailable($"an app named {name} is being created; try again");
    }
}
