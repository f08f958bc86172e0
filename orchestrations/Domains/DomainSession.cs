using Microsoft.DurableTask;
using Pipelines.Activities.Domains;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;
using Pipelines.Deployments.Events;

namespace Pipelines.Orchestrations.Domains;

/// <summary>One round of a domain's eternal workflow. Deterministic.</summary>
internal sealed class DomainSession
{
    // Long enough to cost nothing; short enough to notice what changed outside, such as the authority's wish for a renewal.
    private static readonly TimeSpan s_longestRest = TimeSpan.FromHours(12);

    // An authority that is busy with an order for longer is asked again in a later round.
    private const int MostLooksAtOrder = 150;
    private const int PassingFailures = 3;
    private readonly TaskOrchestrationContext _context;
    private readonly DomainJournal _journal;
    private readonly Task<DomainSignal> _signal;
    private bool _isGone;

    public DomainSession(TaskOrchestrationContext context, DomainState state)
    {
        _context = context;
        _journal = new DomainJournal(context, state);
        _signal = context.WaitForExternalEvent<DomainSignal>(DomainSignal.EventName);
        State = state;
    }

    public DomainState State { get; private set; }

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    /// <summary>Tells whether the domain is no longer in the app's spec.</summary>
    public async Task<bool> IsOverAsync() => _isGone || (_signal.IsCompleted && (await _signal).IsRemoved);

    /// <summary>Does what can be done now.</summary>
    /// <returns>How long to rest; null when there is no further round.</returns>
    public async Task<TimeSpan?> RunRoundAsync()
    {
        var view = await CallAsync<DomainView>(nameof(LookAtDomainActivity), State.Key);
        if (!view.Exists)
        {
            _isGone = true;
            return null;
        }

        _journal.Begin(view.IsSecured);
        return await RunAsync(view);
    }

    /// <summary>Rests, unless there is a reason not to.</summary>
    public async Task RestAsync(TimeSpan pause)
    {
        if (_signal.IsCompleted)
        {
            return;
        }

        using var cancellation = new CancellationTokenSource();
        var rest = _context.CreateTimer(_context.CurrentUtcDateTime + (pause < s_longestRest ? pause : s_longestRest), cancellation.Token);
        if (await Task.WhenAny(_signal, rest) == _signal)
        {
            Cancel(cancellation);
        }
    }

    // At once: CancelAsync goes on in another thread, which an orchestrator must not.
    private static void Cancel(CancellationTokenSource timer) => timer.Cancel();

    /// <summary>Removes what the domain leaves behind.</summary>
    public Task ForgetAsync() => CallAsync<bool>(nameof(ForgetDomainActivity), State.Key);

    private async Task<TimeSpan> RunAsync(DomainView view)
    {
        if (!view.IsHeld)
        {
            return await FailAsync(view, DomainSteps.Ownership, new StepReason(DomainReasons.Taken, "Another app has this name, or a wildcard of another team covers it. Take it out of the spec, or of the other app's."));
        }

        if (!view.IsServed)
        {
            return await WaitAsync(view, DomainSteps.Ingress, new StepReason(DomainReasons.AppNotDeployed, "The app has no release that answers yet."), isOwners: false);
        }

        _journal.Succeed(DomainSteps.Ingress);
        if (await CallAsync<StepReason?>(nameof(CheckOwnershipActivity), State.Key) is { } wrong)
        {
            return await WaitAsync(view, DomainSteps.Ownership, wrong, isOwners: true);
        }

        _journal.Succeed(DomainSteps.Ownership);
        return view.IsSecured ? await SecureAsync(view) : await ServeAsync(view, null, null);
    }

    private async Task<TimeSpan> SecureAsync(DomainView view)
    {
        var (expires, renewAt) = (view.CertificateExpiresAt, view.RenewAt);
        if (expires is not null)
        {
            renewAt = await CallAsync<DateTimeOffset?>(nameof(PlanRenewalActivity), State.Key) ?? renewAt;
        }

        if (expires is null || renewAt <= Now)
        {
            var step = await ObtainAsync(view);
            if (step.State == CertificateState.AwaitingRecords)
            {
                return await WaitAsync(view, DomainSteps.Ownership, step.Reason!, isOwners: true, step.Validations);
            }

            if (step.State != CertificateState.Issued)
            {
                return await FailAsync(view, DomainSteps.Certificate, step.Reason ?? new StepReason(ReasonCodes.InternalError, "The certificate was not issued in time; it is tried again."), step.IsPassing, step.RetryAfter);
            }

            (expires, renewAt) = (step.ExpiresAt, step.RenewAt);
        }

        _journal.Succeed(DomainSteps.Certificate);
        if (await CallAsync<StepReason?>(nameof(InstallCertificateActivity), State.Key) is { } refused)
        {
            return await FailAsync(view, DomainSteps.Installation, refused);
        }

        _journal.Succeed(DomainSteps.Installation);
        return await ServeAsync(view, expires, renewAt);
    }

    /// <summary>Goes step by step until the certificate is issued, or cannot be had now.</summary>
    private async Task<CertificateStep> ObtainAsync(DomainView view)
    {
        _journal.Start(DomainSteps.Certificate);
        await RecordAsync(IsPresented ? DomainPhase.Active : DomainPhase.Configuring);
        var step = new CertificateStep { State = CertificateState.Waiting };
        for (var look = 0; look < MostLooksAtOrder && step.State is CertificateState.Advanced or CertificateState.Waiting; look++)
        {
            if (await IsOverAsync())
            {
                return step;
            }

            step = await CallAsync<CertificateStep>(nameof(AdvanceCertificateActivity), State.Key);
            if (step.State == CertificateState.Waiting)
            {
                await _context.CreateTimer(_context.CurrentUtcDateTime + Longer(step.RetryAfter, view.Policy.OrderPause), CancellationToken.None);
            }
        }

        return step;
    }

    private async Task<TimeSpan> ServeAsync(DomainView view, DateTimeOffset? expires, DateTimeOffset? renewAt)
    {
        State = State with { Failures = 0, TroubleSince = null, PresentedUntil = expires };
        await RecordAsync(DomainPhase.Active);
        await AnnounceAsync(isLive: true, expires is { } end ? $"{State.Key.Host} serves; its certificate is valid until {end:yyyy-MM-dd}." : $"{State.Key.Host} serves.");
        return renewAt is { } at ? Longer(at - Now, view.Policy.OrderPause) : s_longestRest;
    }

    /// <summary>Waits for something that somebody is to do.</summary>
    private async Task<TimeSpan> WaitAsync(DomainView view, string step, StepReason reason, bool isOwners, IReadOnlyList<DomainValidation>? validations = null)
    {
        Count();
        var isError = isOwners && Now - State.TroubleSince >= view.Policy.Patience;
        _journal.Fail(step, reason, isError, State.Failures);
        await TellTroubleAsync(isError ? DomainPhase.Error : DomainPhase.Pending, reason, isError, validations);
        return PauseOf(view.Policy);
    }

    private async Task<TimeSpan> FailAsync(DomainView view, string step, StepReason reason, bool isPassing = false, TimeSpan? retryAfter = null)
    {
        Count();
        var isError = !isPassing || State.Failures >= PassingFailures;
        _journal.Fail(step, reason, isError, State.Failures);
        await TellTroubleAsync(isError ? DomainPhase.Error : DomainPhase.Configuring, reason, isError, null);
        return Longer(retryAfter, PauseOf(view.Policy));
    }

    // A domain whose certificate still holds serves, whatever becomes of the next one.
    private bool IsPresented => State.PresentedUntil > Now;

    private async Task TellTroubleAsync(DomainPhase phase, StepReason reason, bool isError, IReadOnlyList<DomainValidation>? validations)
    {
        var isExpired = State.PresentedUntil <= Now;
        if (isExpired)
        {
            _journal.Fail(DomainSteps.Installation, new StepReason(DomainReasons.CertificateExpired, $"The certificate ended on {State.PresentedUntil:yyyy-MM-dd} and could not be renewed: {reason.Message}"), isError: true, State.Failures);
        }

        await RecordAsync(IsPresented ? DomainPhase.Active : isExpired ? DomainPhase.Error : phase, validations);
        if (isError || isExpired)
        {
            await AnnounceAsync(isLive: false, reason.Message);
        }
    }

    private void Count() => State = State with { Failures = State.Failures + 1, TroubleSince = State.TroubleSince ?? Now };

    private TimeSpan PauseOf(DomainPolicy policy)
    {
        var pause = policy.FirstPause;
        for (var failure = 1; failure < State.Failures && pause < policy.LongestPause; failure++)
        {
            pause *= 2;
        }

        return pause < policy.LongestPause ? pause : policy.LongestPause;
    }

    private static TimeSpan Longer(TimeSpan? one, TimeSpan other) => one > other ? one.Value : other;

    private async Task RecordAsync(DomainPhase phase, IReadOnlyList<DomainValidation>? validations = null)
    {
        State = State with { Sequence = State.Sequence + 1, Steps = _journal.Steps };
        await CallAsync<bool>(nameof(RecordDomainActivity), new DomainUpdate
        {
            AppId = State.Key.AppId,
            DomainId = State.Key.DomainId,
            Sequence = State.Sequence,
            Phase = phase,
            Steps = State.Steps,
            Validations = validations ?? [],
            RotateValidationRecords = validations is { Count: > 0 } && State.PresentedUntil is not null,
            CertificateExpiresAt = State.PresentedUntil,
        });
    }

    private async Task AnnounceAsync(bool isLive, string message)
    {
        if (State.AnnouncedLive == isLive)
        {
            return;
        }

        State = State with { AnnouncedLive = isLive };
        var id = DeploymentIds.New(Now, _context.NewGuid());
        await CallAsync<bool>(nameof(AnnounceDomainActivity), new AppEvent(
            id, State.Key.AppId, isLive ? AppEventType.DomainLive : AppEventType.DomainFailed, Now, State.Key.Host, message));
    }

    private Task<T> CallAsync<T>(string activity, object input) => _context.CallActivityAsync<T>(activity, input, Retries.Forever);
}
