using Microsoft.DurableTask;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;

namespace Pipelines.Orchestrations.Domains;

/// <summary>The steps of a domain as its workflow goes through them. Deterministic.</summary>
internal sealed class DomainJournal(TaskOrchestrationContext context, DomainState state)
{
    private readonly List<DomainStep> _steps = [.. state.Steps];

    /// <summary>Gets the steps as they are now.</summary>
    public IReadOnlyList<DomainStep> Steps => [.. _steps];

    private DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    /// <summary>Begins a round: a domain has other steps when certificates are issued since, or no longer.</summary>
    public void Begin(bool secured)
    {
        var known = _steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
        _steps.Clear();
        _steps.AddRange(DomainSteps.Initial(secured).Select(step => known.GetValueOrDefault(step.Name, step)));
    }

    /// <summary>A step is under way, again perhaps: what was said of it before no longer holds.</summary>
    public void Start(string name) => Set(name, step => step with { Status = StepStatus.Running, StartedAt = Now, EndedAt = null, Reason = null });

    /// <summary>A step has gone well.</summary>
    public void Succeed(string name) => Set(name, step => step.Status == StepStatus.Success
        ? step
        : new DomainStep(name, StepStatus.Success, step.StartedAt ?? Now, Now));

    /// <summary>A step has not gone well, or waits.</summary>
    public void Fail(string name, StepReason reason, bool isError, int attempts) => Set(name, step => new DomainStep(
        name, isError ? StepStatus.Error : StepStatus.Running, step.StartedAt ?? Now, isError ? Now : null, attempts, reason));

    private void Set(string name, Func<DomainStep, DomainStep> change)
    {
        if (_steps.FindIndex(step => step.Name == name) is >= 0 and var index)
        {
            _steps[index] = change(_steps[index]);
        }
    }
}
