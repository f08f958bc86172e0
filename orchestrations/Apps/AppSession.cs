using Microsoft.DurableTask;
using Pipelines.Activities.Apps;
using Pipelines.Activities.Deployments;
using Pipelines.Activities.Previews;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Orchestrations.Deployments;
using Pipelines.Orchestrations.Previews;

namespace Pipelines.Orchestrations.Apps;

/// <summary>One round of an app's eternal workflow: its state and what is under way. Deterministic.</summary>
internal sealed partial class AppSession
{
    private readonly TaskOrchestrationContext _context;
    private Task<AppMessage> _message;
    private Task<DeploymentOutcome>? _deployment;
    private string? _deploymentId;
    private DeployRequest? _request;
    private Task<Failure?>? _probation;
    private Task? _retirement;
    private bool _deploymentEnded;

    public AppSession(TaskOrchestrationContext context, AppState state)
    {
        _context = context;
        State = state;
        _message = WaitForMessage();
    }

    public AppState State { get; private set; }

    public bool IsDeleted { get; private set; }

    /// <summary>
    /// Gets a value indicating whether a deployment has ended and nothing runs that the next round could not take up: its
    /// history is then dropped. A message that has arrived at its waiter is handled first, for it would not be carried over.
    /// </summary>
    public bool IsRoundOver => _deploymentEnded && _deployment is null && _retirement is null && !_message.IsCompleted;

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    private bool IsDeploying => _deployment is not null;

    /// <summary>Takes up what the round before left: a creation, a probation, releases to retire.</summary>
    public async Task BeginAsync()
    {
        if (State.Creation is { } creation)
        {
            await CallAsync(nameof(CreateAppActivity), creation);
            State = State with { Creation = null };
            await AcceptAsync(State.Pending!);
        }

        StartProbation();
        StartRetirement();
    }

    /// <summary>Starts the deployment that waits, when none is under way.</summary>
    public async Task StartPendingAsync()
    {
        if (IsDeploying || State.Pending is not { } pending)
        {
            return;
        }

        _deploymentId = DeploymentIdOf(pending);
        _request = pending.Request as DeployRequest;
        State = State with
        {
            Pending = null,

            // Now, not when it was asked for: a deployment that was under way then may have become active since.
            RolledBackFrom = pending.Request is RollbackRequest { SkipPin: false } ? State.RolledBackFrom ?? State.ActiveDeploymentId : State.RolledBackFrom,
        };
        await RecordAsync();
        _deployment = _context.CallSubOrchestratorAsync<DeploymentOutcome>(
            nameof(DeploymentOrchestrator),
            new DeploymentInput(
                State.AppId,
                _deploymentId,
                State.ActiveDeploymentId,
                State.ActiveReleaseId,
                pending.Request as DeployRequest,
                CommitsSpec: pending.Request is RevertRollbackRequest or RollbackRequest { SkipPin: true }),
            new SubOrchestrationOptions(instanceId: _deploymentId));
    }

    /// <summary>Waits for whatever happens next, and acts on it.</summary>
    public async Task HandleNextAsync()
    {
        var waits = new List<Task> { _message };
        waits.AddRange(((Task?[])[_deployment, _probation, _retirement]).OfType<Task>());
        _ = await Task.WhenAny(waits);
        if (_deployment is { IsCompleted: true } ended)
        {
            await EndDeploymentAsync(ended);
        }
        else if (_probation is { IsCompleted: true } watched)
        {
            await EndProbationAsync(await watched);
        }
        else if (_retirement is { IsCompleted: true } retired)
        {
            await retired;
            _retirement = null;
            StartRetirement();
        }
        else
        {
            var message = await _message;
            _message = WaitForMessage();
            await HandleAsync(message);
        }
    }

    private static string DeploymentIdOf(AppMessage message) => message.Request switch
    {
        DeployRequest deploy => deploy.DeploymentId,
        RollbackRequest rollback => rollback.DeploymentId,
        RevertRollbackRequest revert => revert.DeploymentId,
        _ => throw new InvalidOperationException($"a {message.Request.GetType().Name} makes no deployment"),
    };

    private async Task HandleAsync(AppMessage message)
    {
        switch (message.Request)
        {
            case DeployRequest when State.PinnedDeploymentId is not null:
            case RevertRollbackRequest when State.PinnedDeploymentId is null:
                // Refused where it was asked; here it can only be a request that crossed another.
                break;
            case DeployRequest or RollbackRequest or RevertRollbackRequest:
                await AcceptAsync(message);
                break;
            case CancelRequest cancel:
                await CancelAsync(cancel.DeploymentId);
                break;
            case CommitRollbackRequest when State.PinnedDeploymentId is { } pinned:
                State = State with { PinnedDeploymentId = null, RolledBackFrom = null };
                await RecordAsync(specFrom: pinned);
                break;
            case DeleteRequest:
                await DeleteAsync();
                break;
            default:
                break;
        }
    }

    private async Task AcceptAsync(AppMessage received)
    {
        if (TakeNewer(received) is not { } message)
        {
            return;
        }

        var deployment = NewDeployment(message.Request);
        if (!await CallAsync<bool>(nameof(CreateDeploymentActivity), deployment))
        {
            // Its spec or the deployment to take over is not there: nothing that a later try could cure.
            return;
        }

        var superseded = State.Pending is { } waiting && DeploymentIdOf(waiting) != deployment.DeploymentId ? DeploymentIdOf(waiting) : null;
        State = Pin(State with { Pending = State.Pending?.Request is DeployRequest older ? TakeOver(older, message) : message });
        await RecordAsync(specFrom: message.Request is DeployRequest { NewSpec: true } ? deployment.DeploymentId : null);
        if (superseded is not null)
        {
            await EndAsync(superseded, DeploymentPhase.Superseded, StopRequest.SupersededBy(deployment.DeploymentId).ToFailure());
        }

        if (IsDeploying)
        {
            _context.SendEvent(_deploymentId!, StopRequest.EventName, StopRequest.SupersededBy(deployment.DeploymentId));
        }
    }

    // A rollback pins the app from the moment it is accepted: nothing may overtake it.
    private static AppState Pin(AppState state) => state.Pending?.Request switch
    {
        RollbackRequest { SkipPin: false } rollback => state with { PinnedDeploymentId = rollback.DeploymentId },
        RevertRollbackRequest => state with { PinnedDeploymentId = null, RolledBackFrom = null },
        _ => state,
    };

    private NewDeployment NewDeployment(AppRequest request) => request switch
    {
        DeployRequest deploy => New(deploy.DeploymentId, deploy.Cause) with { NewSpec = deploy.NewSpec },
        RollbackRequest rollback => New(rollback.DeploymentId, new DeploymentCause(DeploymentCauseType.ManualRollback, $"rollback to deployment {rollback.TargetDeploymentId}")) with
        {
            CloneFrom = rollback.TargetDeploymentId,
        },
        RevertRollbackRequest revert => New(revert.DeploymentId, new DeploymentCause(DeploymentCauseType.ManualRollback, "rollback reverted")) with
        {
            CloneFrom = State.RolledBackFrom,
        },
        _ => throw new InvalidOperationException($"a {request.GetType().Name} makes no deployment"),
    };

    private NewDeployment New(string id, DeploymentCause cause) => new()
    {
        AppId = State.AppId,
        DeploymentId = id,
        Cause = cause,
        CreatedAt = Now,
        PreviousDeploymentId = State.ActiveDeploymentId,
    };

    private async Task CancelAsync(string deploymentId)
    {
        if (State.Pending is { } waiting && DeploymentIdOf(waiting) == deploymentId)
        {
            State = State with { Pending = null };
            await EndAsync(deploymentId, DeploymentPhase.Canceled, StopRequest.Canceled.ToFailure());
            await RecordAsync();
        }
        else if (IsDeploying && _deploymentId == deploymentId)
        {
            _context.SendEvent(deploymentId, StopRequest.EventName, StopRequest.Canceled);
        }
    }

    private async Task DeleteAsync()
    {
        IsDeleted = true;
        await RecordAsync();
        if (State.Pending is { } waiting)
        {
            await EndAsync(DeploymentIdOf(waiting), DeploymentPhase.Canceled, StopRequest.Deleted.ToFailure());
        }

        if (_deployment is { } running)
        {
            _context.SendEvent(_deploymentId!, StopRequest.EventName, StopRequest.Deleted);
            _ = await Task.WhenAny(running);
        }

        await EndSchedulesAsync();
        foreach (var preview in await CallAsync<IReadOnlyList<string>>(nameof(ListPreviewsActivity), State.AppId))
        {
            _context.SendEvent(PreviewMessage.InstanceId(preview), PreviewMessage.EventName, PreviewMessage.Close);
        }

        await CallAsync(nameof(DeleteAppActivity), State.AppId);
        SignalDomains(State.Domains, isRemoved: true);
    }

    private Task EndAsync(string deploymentId, DeploymentPhase phase, Failure failure) =>
        CallAsync(nameof(EndDeploymentActivity), new DeploymentEnd(State.AppId, deploymentId, phase, failure, Now));

    private async Task RecordAsync(string? specFrom = null)
    {
        State = State with { Sequence = State.Sequence + 1 };
        await CallAsync(nameof(RecordAppActivity), new AppUpdate
        {
            AppId = State.AppId,
            Sequence = State.Sequence,
            At = Now,
            SpecFrom = specFrom,
            ActiveDeploymentId = State.ActiveDeploymentId,
            InProgressDeploymentId = _deploymentId,
            PendingDeploymentId = State.Pending is { } waiting ? DeploymentIdOf(waiting) : null,
            PinnedDeploymentId = State.PinnedDeploymentId,
            LiveUrl = State.LiveUrl,
            Deleting = IsDeleted,
        });
        if (specFrom is not null)
        {
            await FollowDomainsAsync();
        }
    }

    private Task<AppMessage> WaitForMessage() => _context.WaitForExternalEvent<AppMessage>(AppMessage.EventName);

    private Task CallAsync(string activity, object input) => _context.CallActivityAsync(activity, input, Retries.Forever);

    private Task<T> CallAsync<T>(string activity, object input) => _context.CallActivityAsync<T>(activity, input, Retries.Forever);
}
