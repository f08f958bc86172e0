using Microsoft.DurableTask;
using Pipelines.Activities.Apps;
using Pipelines.Activities.Previews;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Orchestrations.Apps;

namespace Pipelines.Orchestrations.Previews;

/// <summary>
/// The workflow of one preview: makes the app, deploys it again with each push of the pull request, and removes it when that
/// is closed, when nothing was pushed for its lifetime, or when its app goes.
/// </summary>
[DurableTask]
public sealed class PreviewOrchestrator : TaskOrchestrator<PreviewInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, PreviewInput input)
    {
        var decision = input.Decision;
        var instance = AppMessage.InstanceId(decision.AppId);
        var message = context.WaitForExternalEvent<PreviewMessage>(PreviewMessage.EventName);
        var app = context.CallSubOrchestratorAsync<bool>(nameof(AppOrchestrator), NewApp(context, input), new SubOrchestrationOptions(instanceId: instance));
        var lifetime = decision.Lifetime;
        while (await NextAsync(context, app, message, lifetime) is { DeploymentId: { } deploymentId } push)
        {
            message = context.WaitForExternalEvent<PreviewMessage>(PreviewMessage.EventName);
            lifetime = push.Lifetime;
            context.SendEvent(instance, AppMessage.EventName, new AppMessage(Deploy(context, deploymentId, input.Cause)));
        }

        if (!app.IsCompleted)
        {
            context.SendEvent(instance, AppMessage.EventName, new AppMessage(new DeleteRequest { RequestedAt = Now(context) }));
            _ = await Task.WhenAny(app);
        }

        await context.CallActivityAsync<bool>(nameof(ClosePreviewActivity), new PreviewEnd(decision.PreviewKey, decision.AppId), Retries.Forever);
        return true;
    }

    /// <summary>Waits for a message; the end of the lifetime, and of the app, are ones to close.</summary>
    private static async Task<PreviewMessage> NextAsync(TaskOrchestrationContext context, Task app, Task<PreviewMessage> message, TimeSpan lifetime)
    {
        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(lifetime, stop.Token);
        var first = await Task.WhenAny(message, app, timer);
        if (first != timer)
        {
#pragma warning disable CA1849, VSTHRD103, MA0042 // Within an orchestrator nothing else may be awaited.
            stop.Cancel();
#pragma warning restore CA1849, VSTHRD103, MA0042
        }

        return first == message ? await message : PreviewMessage.Close;
    }

    private static AppState NewApp(TaskOrchestrationContext context, PreviewInput input) => new()
    {
        AppId = input.Decision.AppId,
        Creation = new NewApp(input.Decision.AppId, input.Decision.OwnerId, null, input.Decision.DeploymentId!, Now(context), input.Decision.BaseAppId),
        Pending = new AppMessage(Deploy(context, input.Decision.DeploymentId!, input.Cause)),
    };

    private static DeployRequest Deploy(TaskOrchestrationContext context, string deploymentId, string cause) => new()
    {
        DeploymentId = deploymentId,
        NewSpec = true,
        Cause = new DeploymentCause(DeploymentCauseType.DeployOnPush, cause),
        RequestedAt = Now(context),
    };

    private static DateTimeOffset Now(TaskOrchestrationContext context) => new(context.CurrentUtcDateTime, TimeSpan.Zero);
}
