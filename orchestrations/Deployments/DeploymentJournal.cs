using Microsoft.DurableTask;
using Pipelines.Activities.Deployments;
using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Deployments;

/// <summary>
/// Writes how far a deployment is, as it goes: the state lives here, the document follows. Saves run one after another;
/// what changes while one runs goes with the next. Deterministic.
/// </summary>
internal sealed class DeploymentJournal
{
    private readonly TaskOrchestrationContext _context;
    private readonly DeploymentInput _input;
    private readonly List<ComponentBuild> _components = [];
    private List<HistoryEntry> _history = [];
    private IReadOnlyList<ProgressStep> _steps;
    private Failure? _failure;
    private long _sequence;
    private Task _saving = Task.CompletedTask;
    private Task? _queued;

    public DeploymentJournal(TaskOrchestrationContext context, DeploymentInput input, IReadOnlyList<ProgressStep> steps)
    {
        _context = context;
        _input = input;
        _steps = steps;
    }

    public DeploymentPhase Phase { get; set; } = DeploymentPhase.PendingBuild;

    /// <summary>Gets or sets the release that runs for the deployment.</summary>
    public string? ReleaseId { get; set; }

    /// <summary>Gets or sets the commits that the sources were found at, by component.</summary>
    public IReadOnlyDictionary<string, string> Commits { get; set; } = new Dictionary<string, string>();

    /// <summary>Gets why the deployment ended before its time; null otherwise.</summary>
    public string? Reason => _failure?.Reason.Message;

    /// <summary>Gets the builds so far.</summary>
    public IReadOnlyList<ComponentBuild> Components => _components;

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    public void Step(StepStatus status, params ReadOnlySpan<string> path) => _steps = DeploymentProgress.With(_steps, path, status, Now);

    public void Step(StepStatus status, StepReason? reason, params ReadOnlySpan<string> path) =>
        _steps = DeploymentProgress.With(_steps, path, status, Now, reason);

    public void Note(string message) => _history.Add(new HistoryEntry(Now, message));

    public void Built(ComponentBuild build) => _components.Add(build);

    /// <summary>Ends the deployment before its time.</summary>
    public Task EndAsync(DeploymentPhase phase, Failure failure)
    {
        Phase = phase;
        _failure = failure;
        _steps = DeploymentProgress.Abort(_steps, Now, failure.Reason);
        Note(failure.Reason.Message);
        return SaveAsync();
    }

    /// <summary>Makes what has changed durable and visible.</summary>
    public Task SaveAsync()
    {
        if (_queued is not null)
        {
            return _queued;
        }

        return _saving.IsCompleted ? _saving = WriteAsync() : _queued = WriteAfterAsync(_saving);
    }

    private async Task WriteAfterAsync(Task before)
    {
        await before;
        _saving = _queued!;
        _queued = null;
        await WriteAsync();
    }

    private Task WriteAsync()
    {
        _sequence++;
        var update = new DeploymentUpdate
        {
            AppId = _input.AppId,
            DeploymentId = _input.DeploymentId,
            Sequence = _sequence,
            At = Now,
            Phase = Phase,
            PreviousDeploymentId = _input.PreviousDeploymentId,
            ReleaseId = ReleaseId,
            Steps = _steps,
            Components = [.. _components],
            Commits = Commits,
            Reason = _failure?.Reason,
            ExitCode = _failure?.ExitCode,
            LastLines = _failure?.LastLines ?? [],
            History = _history,
        };
        _history = [];
        return _context.CallActivityAsync(nameof(RecordDeploymentActivity), update, Retries.Standard);
    }
}
