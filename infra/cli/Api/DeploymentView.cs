namespace Pipelines.Cli.Api;

internal sealed record DeploymentView(string Id, string Phase, string Cause, ProgressView Progress)
{
    public bool HasEnded => Phase is "ACTIVE" or "ERROR" or "CANCELED" or "SUPERSEDED";

    public bool IsActive => Phase == "ACTIVE";
}
