namespace Pipelines.Cli.Api;

internal sealed record StepReasonView(string Code, string Message);
