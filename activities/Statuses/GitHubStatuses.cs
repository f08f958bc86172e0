using System.Net;
using Microsoft.Extensions.Options;
using Octokit;
using Pipelines.Deployments;

namespace Pipelines.Activities.Statuses;

/// <summary>Tells GitHub: a commit status, of which the newest of a context counts, and a deployment, found again by our own id of it.</summary>
internal sealed class GitHubStatuses(GitHubConnections connections, IOptions<StatusOptions> options, IOptions<PanelOptions> panel) : IStatusReceiver
{
    private const string OurId = "pipelines_deployment";
    private const int DeploymentsLookedAt = 100;

    // What GitHub asks for when it tells no time.
    private static readonly TimeSpan s_secondaryLimit = TimeSpan.FromMinutes(1);

    public string Provider => "github";

    public bool IsConfigured => connections.IsConfigured;

    public Task TellOfCommitAsync(DeploymentStatus status, CancellationToken cancellation) =>
        AskAsync(status, (client, owner, name) => client.Repository.Status.Create(owner, name, status.Commit, new NewCommitStatus
        {
            State = StateOf(status.Phase),
            Context = status.Context,
            Description = status.Description,
            TargetUrl = panel.Value.PageOf(status.AppId, status.DeploymentId)?.ToString(),
        }));

    public async Task<long?> TellOfDeploymentAsync(DeploymentStatus status, CancellationToken cancellation) => options.Value.GitHubDeployments
        ? await AskAsync(status, (client, owner, name) => TellOfDeploymentAsync(client.Repository.Deployment, owner, name, status))
        : null;

    private async Task<T> AskAsync<T>(DeploymentStatus status, Func<IGitHubClient, string, string, Task<T>> ask)
    {
        if (status.Repository.Name.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } name])
        {
            throw new StatusRefusedException($"\"{status.Repository.Name}\" is no repository of GitHub", tryAgain: false);
        }

        try
        {
            return await ask(await connections.OpenAsync(owner, name), owner, name);
        }
        catch (ApiException exception)
        {
            if (exception is AuthorizationException)
            {
                connections.Forget(owner, name);
            }

            throw Explain(exception);
        }
    }

    private static StatusRefusedException Explain(ApiException exception) => exception switch
    {
        RateLimitExceededException limited => new("the requests of this hour are used up", tryAgain: true, limited.GetRetryAfterTimeSpan(), exception),
        { StatusCode: HttpStatusCode.TooManyRequests } => new(exception.Message, tryAgain: true, s_secondaryLimit, exception),
        ForbiddenException when exception.Message.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase)
            || exception.Message.Contains("abuse", StringComparison.OrdinalIgnoreCase) => new(exception.Message, tryAgain: true, s_secondaryLimit, exception),

        // A token may have been revoked a moment ago: a new one is tried.
        AuthorizationException => new(exception.Message, tryAgain: true, innerException: exception),
        _ => new($"{(int)exception.StatusCode} {exception.Message}", tryAgain: (int)exception.StatusCode >= 500, innerException: exception),
    };

    private static CommitState StateOf(DeploymentPhase phase) => phase switch
    {
        DeploymentPhase.Active => CommitState.Success,
        DeploymentPhase.Error => CommitState.Failure,
        DeploymentPhase.Superseded or DeploymentPhase.Canceled => CommitState.Error,
        _ => CommitState.Pending,
    };

    private static DeploymentState DeploymentStateOf(DeploymentPhase phase) => phase switch
    {
        DeploymentPhase.Active => DeploymentState.Success,
        DeploymentPhase.Error => DeploymentState.Failure,
        DeploymentPhase.Superseded or DeploymentPhase.Canceled => DeploymentState.Inactive,
        _ => DeploymentState.InProgress,
    };

    private async Task<long> TellOfDeploymentAsync(IDeploymentsClient deployments, string owner, string name, DeploymentStatus status)
    {
        var id = status.ProviderId ?? await FindAsync(deployments, owner, name, status) ?? await CreateAsync(deployments, owner, name, status);
        _ = await deployments.Status.Create(owner, name, id, new NewDeploymentStatus(DeploymentStateOf(status.Phase))
        {
            Description = status.Description,
            Environment = status.AppName,
            EnvironmentUrl = status.Phase == DeploymentPhase.Active ? status.LiveUrl : null,
            LogUrl = panel.Value.PageOf(status.AppId, status.DeploymentId)?.ToString(),
            AutoInactive = true,
        });
        return id;
    }

    // A try before this one may have made it and died.
    private static async Task<long?> FindAsync(IDeploymentsClient deployments, string owner, string name, DeploymentStatus status) =>
        (await deployments.GetAll(owner, name, new ApiOptions { PageSize = DeploymentsLookedAt, PageCount = 1 }))
            .FirstOrDefault(deployment => deployment.Payload.GetValueOrDefault(OurId) == status.DeploymentId)?.Id;

    private static async Task<long> CreateAsync(IDeploymentsClient deployments, string owner, string name, DeploymentStatus status) =>
        (await deployments.Create(owner, name, new NewDeployment(status.Commit)
        {
            AutoMerge = false,
            RequiredContexts = [],
            Description = $"{status.AppName} by Pipelines",
            Environment = status.AppName,
            Payload = new Dictionary<string, string> { [OurId] = status.DeploymentId },
            TransientEnvironment = status.IsPreview,
            ProductionEnvironment = !status.IsPreview,
        })).Id;
}
