using Microsoft.DurableTask;
using Pipelines.Activities.Deployments;
using Pipelines.Activities.Health;
using Pipelines.Activities.Jobs;
using Pipelines.Activities.Releases;
using Pipelines.Activities.Traffic;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Deployments;

/// <summary>The second half of a deployment: jobs, the release, its health, the traffic; and the way back from each.</summary>
internal sealed class DeployPhase(
    TaskOrchestrationContext context, DeploymentInput input, DeploymentPlan plan, DeploymentJournal journal, Task<StopRequest> stop)
{
    private bool _applied;
    private bool _routed;
    private string? _liveUrl;

    /// <summary>Gets why a person stopped the deployment; a newer deployment waits for this one instead.</summary>
    private Failure? Stopped => stop is { IsCompletedSuccessfully: true } && Request.Phase == DeploymentPhase.Canceled ? Request.ToFailure() : null;

#pragma warning disable VSTHRD002, VSTHRD104 // The task is complete: within an orchestrator nothing ever blocks.
    private StopRequest Request => stop.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, VSTHRD104

    /// <summary>Deploys what was built.</summary>
    public async Task<DeploymentOutcome> RunAsync()
    {
        journal.Phase = DeploymentPhase.Deploying;
        journal.Step(StepStatus.Running, DeploymentProgress.Deploy, DeploymentProgress.Initialize);
        await journal.SaveAsync();
        journal.Step(StepStatus.Success, DeploymentProgress.Deploy, DeploymentProgress.Initialize);
        var failure = await RunJobsAsync(JobKind.PreDeploy) ?? await StartAsync() ?? Stopped ?? await SwitchAsync();
        return failure is null ? await SucceedAsync() : await FailAsync(failure);
    }

    private async Task<Failure?> StartAsync()
    {
        var components = plan.Components.Where(component => component.IsLongRunning).ToList();
        foreach (var component in components)
        {
            Step(component, StepStatus.Running, DeploymentProgress.Deploy);
        }

        _ = journal.SaveAsync();
        _applied = true;
        if (await CallAsync<Failure?>(nameof(ApplyReleaseActivity), new DeploymentKey(input.AppId, input.DeploymentId)) is { } refused)
        {
            return refused;
        }

        foreach (var component in components)
        {
            Step(component, StepStatus.Success, DeploymentProgress.Deploy);
            Step(component, StepStatus.Running, DeploymentProgress.Wait);
        }

        _ = journal.SaveAsync();
        return await AwaitHealthAsync(components);
    }

    // The first failure ends the wait: instances that are still starting are stopped with the rest.
    private async Task<Failure?> AwaitHealthAsync(IReadOnlyList<PlannedComponent> components)
    {
        var waits = components.Select(AwaitAsync).ToList();
        var stopped = stop;
        while (waits.Count > 0)
        {
            var first = await Task.WhenAny(stopped.IsCompleted ? waits : waits.Append<Task>(stopped));
            if (first is Task<Failure?> ended)
            {
                _ = waits.Remove(ended);
                if (await ended is { } failure)
                {
                    return failure;
                }
            }
            else if (Stopped is { } request)
            {
                return request;
            }
        }

        return null;
    }

    private async Task<Failure?> AwaitAsync(PlannedComponent component)
    {
        var failure = await CallAsync<Failure?>(nameof(AwaitComponentActivity), new ComponentKey(input.AppId, input.DeploymentId, component.Name));
        Step(component, failure is null ? StepStatus.Success : StepStatus.Error, DeploymentProgress.Wait, failure?.Reason);
        journal.Note(failure is null ? $"{component.Name}: healthy" : $"{component.Name}: {failure.Reason.Message}");
        return failure;
    }

    private async Task<Failure?> SwitchAsync()
    {
        journal.Step(StepStatus.Running, DeploymentProgress.Deploy, DeploymentProgress.Finalize);
        _routed = true;
        _liveUrl = await CallAsync<string?>(nameof(RouteReleaseActivity), new ReleaseKey(input.AppId, input.DeploymentId));
        journal.Note("traffic switched");
        return await RunJobsAsync(JobKind.PostDeploy);
    }

    private async Task<DeploymentOutcome> SucceedAsync()
    {
        journal.Step(StepStatus.Success, DeploymentProgress.Deploy, DeploymentProgress.Finalize);
        journal.Phase = DeploymentPhase.Active;
        journal.ReleaseId = input.DeploymentId;
        journal.Note("active");
        await journal.SaveAsync();
        return new DeploymentOutcome { IsActive = true, Applied = true, LiveUrl = _liveUrl, CommitsSpec = input.CommitsSpec, HasSchedules = plan.Components.Any(component => component.JobKind == JobKind.Scheduled) };
    }

    private async Task<DeploymentOutcome> FailAsync(Failure failure)
    {
        if (_routed && input.PreviousReleaseId is { } previous)
        {
            _ = await CallAsync<string?>(nameof(RouteReleaseActivity), new ReleaseKey(input.AppId, previous));
            journal.Note("traffic switched back to the previous release");
        }

        var cancelled = ReferenceEquals(failure, Stopped) || failure == Stopped;
        if (!cancelled)
        {
            _ = await RunJobsAsync(JobKind.FailedDeploy);
        }

        await journal.EndAsync(cancelled ? DeploymentPhase.Canceled : DeploymentPhase.Error, failure);
        return new DeploymentOutcome { Applied = _applied, RolledBack = _applied && !cancelled };
    }

    private async Task<Failure?> RunJobsAsync(JobKind kind)
    {
        foreach (var job in plan.Components.Where(component => component.JobKind == kind))
        {
            Step(job, StepStatus.Success, DeploymentProgress.Deploy);
            Step(job, StepStatus.Running, DeploymentProgress.Wait);
            _ = journal.SaveAsync();
            var failure = await RunJobAsync(job);
            Step(job, failure is null ? StepStatus.Success : StepStatus.Error, DeploymentProgress.Wait, failure?.Reason);
            journal.Note($"job {job.Name}: {failure?.Reason.Message ?? "succeeded"}");
            if ((Stopped ?? failure) is { } end)
            {
                return end;
            }
        }

        return null;
    }

    // Whoever cancels the deployment does not wait for its job: that is stopped, asked again until it is.
    private async Task<Failure?> RunJobAsync(PlannedComponent job)
    {
        var running = CallAsync<Failure?>(nameof(RunJobActivity), new ComponentKey(input.AppId, input.DeploymentId, job.Name));
        var invocation = JobInvocation.OfDeployment(input.AppId, input.DeploymentId, job.Name, DateTimeOffset.UnixEpoch).Id;
        if (!stop.IsCompleted)
        {
            _ = await Task.WhenAny(running, stop);
        }

        while (!running.IsCompleted && Stopped is not null)
        {
            _ = await CallAsync<bool>(nameof(CancelInvocationActivity), new InvocationKey(input.AppId, invocation));
            _ = await Task.WhenAny(running, context.CreateTimer(TimeSpan.FromSeconds(2), CancellationToken.None));
        }

        return await running;
    }

    private void Step(PlannedComponent component, StepStatus status, string step, StepReason? reason = null)
    {
        if (component.IsDeployed)
        {
            journal.Step(status, reason, DeploymentProgress.Deploy, DeploymentProgress.Components, component.Name, step);
        }
    }

    private Task<T> CallAsync<T>(string activity, object arguments) => context.CallActivityAsync<T>(activity, arguments, Retries.Standard);
}
