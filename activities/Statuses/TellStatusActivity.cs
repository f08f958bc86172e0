using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Statuses;

/// <summary>Tells a git provider how a deployment is. What the provider says against it comes back; it never throws for that. Idempotent: the same status twice is one status.</summary>
/// <param name="receivers">The providers.</param>
/// <param name="logger">The log.</param>
[DurableTask]
public sealed partial class TellStatusActivity(StatusReceivers receivers, ILogger<TellStatusActivity> logger) : TaskActivity<DeploymentStatus, StatusReceipt>
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
            return new StatusReceipt(ProviderId: await receiver.TellAsync(input, limit.Token) ?? input.ProviderId);
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
}
