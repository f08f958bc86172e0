using System.Text.Json;

namespace Pipelines.Cli.Api;

internal sealed record AppView(
    string Id,
    JsonElement Spec,
    string? LiveUrl,
    string? DefaultIngress,
    DeploymentView? ActiveDeployment,
    DeploymentView? InProgressDeployment,
    DeploymentView? PendingDeployment)
{
    public string Name => Spec.GetProperty("name").GetString() ?? Id;
}
