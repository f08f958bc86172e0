using Microsoft.DurableTask;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Deployments;
using Pipelines.Activities.Source;
using Pipelines.Deployments;
using Pipelines.Orchestrations.Builds;
using Pipelines.Orchestrations.Statuses;

namespace Pipelines.Orchestrations.Deployments;

/// <summary>The first half of a deployment: every component's image, built, imported or taken from an earlier build.</summary>
internal sealed class BuildPhase(TaskOrchestrationContext context, DeploymentInput input, DeploymentPlan plan, DeploymentJournal journal, DeploymentStatuses statuses)
{
    private static readonly StepReason s_reused = new(ReasonCodes.PreviousBuildReused, "nothing that matters to the build changed; the previous build is used");

    /// <summary>Builds.</summary>
    /// <returns>Why it failed; null when every component is built.</returns>
    public async Task<Failure?> RunAsync()
    {
        journal.Phase = DeploymentPhase.Building;
        journal.Step(StepStatus.Running, DeploymentProgress.Build, DeploymentProgress.Initialize);
        if (plan.IsCloneGone)
        {
            return Failure.Of(ReasonCodes.BuildJobFailed, "the images of the deployment to roll back to are not kept any more; deploy its commit anew");
        }

        if (plan.TakenOver.Count > 0)
        {
            return TakeOver();
        }

        var started = journal.SaveAsync();
        IReadOnlyList<SourceDecision> decisions;
        try
        {
            decisions = await DecideAsync();
        }
        catch (TaskFailedException exception)
        {
            return SourceFailures.Of(exception, "the look-up of the sources");
        }

        await started;
        journal.Step(StepStatus.Success, DeploymentProgress.Build, DeploymentProgress.Initialize);
        journal.Commits = decisions.Where(decision => decision.Commit is not null).ToDictionary(decision => decision.Component, decision => decision.Commit!);
        statuses.Start(CommitsOf(decisions));
        var failures = await Task.WhenAll(decisions.Select(BuildAsync));
        await journal.SaveAsync();
        return failures.FirstOrDefault(failure => failure is not null);
    }

    /// <summary>Stops the builds and waits until they have stopped.</summary>
    public async Task CancelAsync(Task<Failure?> running)
    {
        await context.CallActivityAsync(nameof(CancelBuildsActivity), new DeploymentKey(input.AppId, input.DeploymentId), Retries.Standard);
        _ = await running;
    }

    private static Dictionary<string, string> CommitsOf(IReadOnlyList<SourceDecision> decisions)
    {
        var commits = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var decision in decisions)
        {
            if ((decision.Commit ?? decision.Reuse?.SourceCommit) is { } commit)
            {
                commits[decision.Component] = commit;
            }
        }

        return commits;
    }

    private Failure? TakeOver()
    {
        journal.Step(StepStatus.Success, DeploymentProgress.Build, DeploymentProgress.Initialize);
        statuses.Start(plan.TakenOver.Where(build => build.SourceCommit is not null).ToDictionary(build => build.Name, build => build.SourceCommit!));
        foreach (var build in plan.TakenOver)
        {
            Done(build);
        }

        journal.Note("takes over the builds of an earlier deployment");
        return null;
    }

    private Task<IReadOnlyList<SourceDecision>> DecideAsync() => context.CallActivityAsync<IReadOnlyList<SourceDecision>>(
        nameof(ResolveSourcesActivity),
        new SourceRequest
        {
            AppId = input.AppId,
            DeploymentId = input.DeploymentId,
            PreviousDeploymentId = input.PreviousDeploymentId,
            ForceBuild = input.Deploy?.ForceBuild ?? false,
            UpdateSources = input.Deploy?.UpdateSources ?? true,
            Commits = input.Deploy?.Commits ?? new Dictionary<string, string>(),
        },
        Retries.Brief);

    private async Task<Failure?> BuildAsync(SourceDecision decision)
    {
        if (decision.Reuse is { } reused)
        {
            Done(reused);
            return null;
        }

        if (decision.Failure is { } refused)
        {
            Failed(decision.Component, refused);
            return refused;
        }

        Step(decision.Component, StepStatus.Running);
        _ = journal.SaveAsync();
        var outcome = await context.CallSubOrchestratorAsync<BuildOutcome>(
            nameof(BuildOrchestrator),
            new ComponentBuildRequest(input.AppId, input.DeploymentId, decision.Component, decision.Commit, input.Deploy?.ForceBuild ?? false),
            new SubOrchestrationOptions(instanceId: $"{input.DeploymentId}-build-{decision.Component}"));
        if (outcome.Build is { } build)
        {
            Done(build);
        }
        else if (outcome.Failure is { } failure)
        {
            Failed(decision.Component, failure);
        }

        return outcome.Failure;
    }

    private void Done(ComponentBuild build)
    {
        journal.Built(build);
        Step(build.Name, StepStatus.Success, build.Reused ? s_reused : null);
        journal.Note(build.Reused
            ? $"{build.Name}: previous build reused"
            : $"{build.Name}: built{(build.SourceCommit is { } commit ? " from " + commit[..7] : "")} by {build.Builder}");
    }

    private void Failed(string component, Failure failure)
    {
        Step(component, StepStatus.Error, failure.Reason);
        journal.Note($"{component}: {failure.Reason.Message}");
    }

    // Jobs that run only later are built with the rest, but clients count the steps of this deployment alone.
    private void Step(string component, StepStatus status, StepReason? reason = null)
    {
        if (plan.Components.Any(candidate => candidate.Name == component && candidate.IsDeployed))
        {
            journal.Step(status, reason, DeploymentProgress.Build, DeploymentProgress.Components, component);
        }
    }
}
