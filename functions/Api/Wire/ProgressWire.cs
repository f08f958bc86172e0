using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Wire;

/// <summary>The progress of a deployment as the Apps API shows it; the counters count leaves.</summary>
public sealed record ProgressWire
{
    /// <summary>Gets the leaves that have not begun.</summary>
    public int PendingSteps { get; init; }

    /// <summary>Gets the leaves under way.</summary>
    public int RunningSteps { get; init; }

    /// <summary>Gets the leaves that ended well.</summary>
    public int SuccessSteps { get; init; }

    /// <summary>Gets the leaves that ended badly.</summary>
    public int ErrorSteps { get; init; }

    /// <summary>Gets the number of leaves.</summary>
    public int TotalSteps { get; init; }

    /// <summary>Gets the top-level steps.</summary>
    public IReadOnlyList<StepWire> Steps { get; init; } = [];

    /// <summary>Gets the top-level steps without what is below them.</summary>
    public IReadOnlyList<StepWire> SummarySteps { get; init; } = [];

    /// <summary>Makes it of the stored steps.</summary>
    public static ProgressWire Of(IReadOnlyList<ProgressStep> steps)
    {
        var leaves = DeploymentProgress.Leaves(steps).ToList();
        return new ProgressWire
        {
            PendingSteps = Count(StepStatus.Pending),
            RunningSteps = Count(StepStatus.Running),
            SuccessSteps = Count(StepStatus.Success),
            ErrorSteps = Count(StepStatus.Error),
            TotalSteps = leaves.Count,
            Steps = [.. steps.Select(step => StepWire.Of(step, deep: true))],
            SummarySteps = [.. steps.Select(step => StepWire.Of(step, deep: false))],
        };

        int Count(StepStatus status) => leaves.Count(leaf => leaf.Status == status);
    }
}
