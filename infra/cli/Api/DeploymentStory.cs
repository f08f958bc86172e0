namespace Pipelines.Cli.Api;

internal sealed record DeploymentStory(StepReasonView? Reason, int? ExitCode, IReadOnlyList<string>? LastLines);
