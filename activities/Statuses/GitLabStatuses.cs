using System.Net;
using Microsoft.Extensions.Options;
using Pipelines.Deployments;

namespace Pipelines.Activities.Statuses;

/// <summary>Tells GitLab by its commit statuses; of one name the newest counts.</summary>
internal sealed class GitLabStatuses(IOptions<StatusOptions> options, IOptions<PanelOptions> panel, TimeProvider time) : IStatusReceiver
{
    public string Provider => "gitlab";

    public bool IsConfigured => !string.IsNullOrEmpty(options.Value.GitLabToken);

    public async Task TellOfCommitAsync(DeploymentStatus status, CancellationToken cancellation)
    {
        var address = new Uri($"{options.Value.GitLabUrl.ToString().TrimEnd('/')}/api/v4/projects/{Uri.EscapeDataString(status.Repository.Name)}/statuses/{Uri.EscapeDataString(status.Commit)}");
        var body = new
        {
            State = StateOf(status.Phase),
            Name = status.Context,
            status.Description,
            TargetUrl = panel.Value.PageOf(status.AppId, status.DeploymentId)?.ToString(),
        };
        await StatusHttp.PostAsync(address, body, headers => headers.Add("PRIVATE-TOKEN", options.Value.GitLabToken), time.GetUtcNow(), IsThere, cancellation);
    }

    // GitLab refuses to set a state that is set.
    private static bool IsThere(HttpStatusCode status, string answer) =>
        status == HttpStatusCode.BadRequest && answer.Contains("Cannot transition status", StringComparison.OrdinalIgnoreCase);

    private static string StateOf(DeploymentPhase phase) => phase switch
    {
        DeploymentPhase.Active => "success",
        DeploymentPhase.Error => "failed",
        DeploymentPhase.Superseded or DeploymentPhase.Canceled => "canceled",
        _ => "running",
    };
}
