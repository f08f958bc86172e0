using Pipelines.Cli.Api;

namespace Pipelines.Cli.Progress;

/// <summary>A leaf of a deployment's progress as a line.</summary>
internal sealed record StepLine(string Path, string Title, string Status, double? Seconds, string? Reason)
{
    public static IEnumerable<StepLine> Leaves(IReadOnlyList<StepView> steps, string path = "") => steps.SelectMany(step =>
        step.Steps is { Count: > 0 } inner
            ? Leaves(inner, $"{path}{step.Name}/")
            : step is { StartedAt: null, Status: "SUCCESS" } ? [] : [Of(step, path)]);

    private static StepLine Of(StepView step, string path) => new(
        path + step.Name,
        step.MessageBase is { } message ? $"{message} {step.ComponentName}" : $"{path.Split('/')[0]} {step.Name}",
        step.Status,
        step.StartedAt is { } from && step.EndedAt is { } to ? (to - from).TotalSeconds : null,
        step.Reason?.Message);
}
