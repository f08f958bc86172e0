using Microsoft.DurableTask;
using Pipelines.Activities.Deployments;
using Pipelines.Activities.Health;
using Pipelines.Activities.Releases;
using Pipelines.Activities.Retention;
using Pipelines.Activities.Traffic;
using Pipelines.Deployments;
using Pipelines.Orchestrations.Deployments;
using Pipelines.Orchestrations.Statuses;

namespace Pipelines.Orchestrations.Apps;

/// <content>What becomes of releases: which one is active, which stands by, which go.</content>
internal sealed partial class AppSession
{
    private async Task EndDeploymentAsync(Task<DeploymentOutcome> ended)
    {
        var id = _deploymentId!;
        var outcome = await OutcomeAsync(ended, id);
        _deployment = null;
        _deploymentId = null;
        _deploymentEnded = true;
        if (outcome.Superseded && _request is { } gaveWay && State.Pending is { } next)
        {
            State = State with { Pending = TakeOver(gaveWay, next) };
        }

        if (outcome.IsActive)
        {
            await ActivateAsync(id, outcome);
        }
        else
        {
            await KeepPreviousAsync(id, outcome);
        }
    }

    // A workflow that failed by an error of its own must not take its app down with it.
    private async Task<DeploymentOutcome> OutcomeAsync(Task<DeploymentOutcome> ended, string id)
    {
        try
        {
            return await ended;
        }
        catch (TaskFailedException exception)
        {
            var failure = Failure.Of(ReasonCodes.InternalError, $"the platform failed: {exception.FailureDetails.ErrorMessage}");
            await EndAsync(id, DeploymentPhase.Error, failure);
            TellOf(id, failure);
            if (State.ActiveReleaseId is { } active)
            {
                _ = await CallAsync<string?>(nameof(RouteReleaseActivity), new ReleaseKey(State.AppId, active));
            }

            return new DeploymentOutcome { Applied = true, RolledBack = true };
        }
    }

    private async Task ActivateAsync(string id, DeploymentOutcome outcome)
    {
        var replaced = State.ActiveDeploymentId;
        var retiring = State.Retiring.ToList();
        if (State.StandbyReleaseId is { } standby)
        {
            retiring.Add(standby);
        }

        State = State with
        {
            ActiveDeploymentId = id,
            ActiveReleaseId = id,
            LiveUrl = outcome.LiveUrl,
            StandbyReleaseId = State.ActiveReleaseId,
            StandbyDeploymentId = State.ActiveDeploymentId,
            ProbationEnds = Now + await CallAsync<TimeSpan>(nameof(ProbationPolicyActivity), State.AppId),
            Retiring = retiring,
        };
        await RecordAsync(specFrom: outcome.CommitsSpec ? id : null);
        FollowWithSchedules(outcome.HasSchedules);
        SignalDomains(State.Domains, isRemoved: false);
        if (replaced is not null)
        {
            await EndAsync(replaced, DeploymentPhase.Superseded, StopRequest.SupersededBy(id).ToFailure());
        }

        StartProbation();
        StartRetirement();
    }

    private async Task KeepPreviousAsync(string id, DeploymentOutcome outcome)
    {
        if (State.PinnedDeploymentId == id)
        {
            State = State with { PinnedDeploymentId = null, RolledBackFrom = null };
        }

        string? replaced = null;
        if (outcome.Applied)
        {
            State = State with { Retiring = [.. State.Retiring, id] };
            if (State.ActiveDeploymentId is { } active && outcome.RolledBack)
            {
                await RecordAutoRollbackAsync(id, active);
                replaced = active;
            }
        }

        await RecordAsync();
        FollowWithSchedules();
        if (replaced is not null)
        {
            await EndAsync(replaced, DeploymentPhase.Superseded, StopRequest.SupersededBy(State.ActiveDeploymentId!).ToFailure());
        }

        StartRetirement();
    }

    private async Task EndProbationAsync(Failure? crash)
    {
        _probation = null;
        var standby = State.StandbyReleaseId;
        var restored = State.StandbyDeploymentId;
        var crashed = State.ActiveDeploymentId!;
        State = State with { ProbationEnds = null, StandbyReleaseId = null, StandbyDeploymentId = null };
        if (crash is null)
        {
            State = State with { Retiring = standby is null ? State.Retiring : [.. State.Retiring, standby] };
        }
        else if (standby is null || restored is null)
        {
            await EndAsync(crashed, DeploymentPhase.Error, crash);
            TellOf(crashed, crash);
            State = State with { ActiveDeploymentId = null };
            await RecordAsync();
            FollowWithSchedules();
        }
        else
        {
            var liveUrl = await CallAsync<string?>(nameof(RouteReleaseActivity), new ReleaseKey(State.AppId, standby));
            await EndAsync(crashed, DeploymentPhase.Error, crash);
            TellOf(crashed, crash);
            State = State with { ActiveReleaseId = standby, LiveUrl = liveUrl, Retiring = [.. State.Retiring, crashed] };
            await RecordAutoRollbackAsync(crashed, restored);
            await RecordAsync();
            FollowWithSchedules();
        }

        StartRetirement();
    }

    // To a workflow that may have ended, or never was: then nobody wants to know.
    private void TellOf(string deploymentId, Failure failure) =>
        _context.SendEvent(StatusChange.InstanceId(deploymentId), StatusChange.EventName, new StatusChange(DeploymentPhase.Error, failure.Reason.Message));

    private async Task RecordAutoRollbackAsync(string failed, string restored)
    {
        var now = Now;
        var id = DeploymentIds.New(now, _context.NewGuid());
        await CallAsync(nameof(RecordAutoRollbackActivity), new AutoRollback(State.AppId, id, failed, restored, now));
        State = State with { ActiveDeploymentId = id };
    }

    /// <summary>Removes the images of old deployments, while no other is under way that could take them over.</summary>
    public Task PruneAsync()
    {
        string?[] kept = [State.ActiveDeploymentId, State.ActiveReleaseId, State.StandbyDeploymentId, State.StandbyReleaseId, State.PinnedDeploymentId, State.RolledBackFrom];
        return CallAsync(nameof(PruneImagesActivity), new ImageRetention(State.AppId, [.. kept.OfType<string>(), .. State.Retiring]));
    }

    private void StartProbation()
    {
        if (State is { ProbationEnds: { } ends, ActiveReleaseId: { } release })
        {
            _probation = _context.CallActivityAsync<Failure?>(
                nameof(WatchReleaseActivity), new ReleaseWatch(State.AppId, release, ends, State.StandbyReleaseId), Retries.Forever);
        }
    }

    private void StartRetirement()
    {
        if (_retirement is null && State.Retiring.Count > 0)
        {
            var release = State.Retiring[0];
            State = State with { Retiring = [.. State.Retiring.Skip(1)] };
            _retirement = CallAsync(nameof(RetireReleaseActivity), new ReleaseKey(State.AppId, release));
        }
    }
}
