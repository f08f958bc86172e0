namespace Pipelines.Cli.Api;

internal sealed record ProgressView(int SuccessSteps, int ErrorSteps, int TotalSteps, IReadOnlyList<StepView> Steps);
