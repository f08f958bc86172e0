namespace Pipelines.Cli.Api;

internal sealed record StepView(
    string Name,
    string Status,
    IReadOnlyList<StepView>? Steps,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    StepReasonView? Reason,
    string? ComponentName,
    string? MessageBase);
