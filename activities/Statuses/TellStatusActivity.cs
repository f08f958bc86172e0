using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Statuses;

/// <summary>
/// Tells a git provider how a deployment is. What the provider says against it comes back; it never throws for that.
/// Idempotent: the same status twice is one status. At the commit stands how its newest deployment is, in whatever order
/// the activities of several run, and whatever dies meanwhile: each looks afterwards whether something newer was to be said,
/// and says that.
/// </summary>
/// <param name="receivers">The providers.</param>
/// <param name="statuses">What is to be said at commits.</param>
/// <param name="logger">The log.</param>
[DurableTask]
public sealed partial class TellStatusActivity(StatusReceivers receivers, CommitStatusStore statuses, ILogger<TellStatusActivity> logger) : TaskActivity<DeploymentStatus, StatusReceipt>
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task<StatusReceipt> RunAsync(TaskActivityContext context, DeploymentStatus input)
    {
        if (receivers.Find(input.Repository.Provider) is not { } receiver)
        {
            return new StatusReceipt("the provider has no credentials any more");
        }

        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await TellOfCommitAsync(receiver, input, limit.Token);
            return new StatusReceipt(ProviderId: await receiver.TellOfDeploymentAsync(input, limit.Token) ?? input.ProviderId);
        }
        catch (StatusRefusedException exception)
        {
            LogRefused(input.Repository.Provider, input.Repository.Name, input.DeploymentId, exception.Message, exception.TryAgain);
            return new StatusReceipt(exception.Message, exception.TryAgain, exception.RetryAfter, input.ProviderId);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            LogRefused(input.Repository.Provider, input.Repository.Name, input.DeploymentId, exception.Message, tryAgain: true);
            return new StatusReceipt("the provider does not answer", TryAgain: true, ProviderId: input.ProviderId);
        }
    }

    private async Task TellOfCommitAsync(IStatusReceiver receiver, DeploymentStatus input, CancellationToken cancellation)
    {
        DeploymentStatus told;
        var newest = await statuses.NoteAsync(input, cancellation);
        do
        {
            told = newest;
            await receiver.TellOfCommitAsync(told, cancellation);
            newest = await statuses.GetAsync(told, cancellation);
        }
        while (newest != told);
    }
}
