using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Pipelines.Deployments;

namespace Pipelines.Activities.Statuses;

/// <summary>Tells Bitbucket by its build statuses; one key has one status.</summary>
internal sealed class BitbucketStatuses(IOptions<StatusOptions> options, IOptions<PanelOptions> panel, TimeProvider time) : IStatusReceiver
{
    private const int KeyLength = 40;

    public string Provider => "bitbucket";

    public bool IsConfigured => !string.IsNullOrEmpty(options.Value.BitbucketToken);

    public async Task TellOfCommitAsync(DeploymentStatus status, CancellationToken cancellation)
    {
        if (status.Repository.Name.Split('/') is not [{ Length: > 0 } workspace, { Length: > 0 } name])
        {
            throw new StatusRefusedException($"\"{status.Repository.Name}\" is no repository of Bitbucket", tryAgain: false);
        }

        var address = new Uri(
            $"{options.Value.BitbucketUrl.ToString().TrimEnd('/')}/2.0/repositories/{Uri.EscapeDataString(workspace)}/{Uri.EscapeDataString(name)}/commit/{Uri.EscapeDataString(status.Commit)}/statuses/build");
        var body = new
        {
            Key = KeyOf(status.Context),
            State = StateOf(status.Phase),
            Name = status.Context,
            status.Description,

            // Bitbucket wants one: the commit itself where nobody reaches the panel.
            Url = panel.Value.PageOf(status.AppId, status.DeploymentId)?.ToString() ?? $"https://bitbucket.org/{status.Repository.Name}/commits/{status.Commit}",
        };
        await StatusHttp.PostAsync(address, body, Authorize, time.GetUtcNow(), (_, _) => false, cancellation);
    }

    private static string KeyOf(string context) =>
        context.Length <= KeyLength ? context : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)))[..KeyLength];

    private static string StateOf(DeploymentPhase phase) => phase switch
    {
        DeploymentPhase.Active => "SUCCESSFUL",
        DeploymentPhase.Error => "FAILED",
        DeploymentPhase.Superseded or DeploymentPhase.Canceled => "STOPPED",
        _ => "INPROGRESS",
    };

    private void Authorize(HttpRequestHeaders headers) => headers.Authorization = string.IsNullOrEmpty(options.Value.BitbucketUsername)
        ? new AuthenticationHeaderValue("Bearer", options.Value.BitbucketToken)
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Value.BitbucketUsername}:{options.Value.BitbucketToken}")));
}
