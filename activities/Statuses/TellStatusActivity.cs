using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Statuses;

/// <summary>Tells a git provider how a deployment is. What the provider says against it comes back; it never throws for that. Idempotent: the same status twice is one status.</summary>
[DurableTask]
public sealed partial class TellStatusActivity : TaskActivity<DeploymentStatus, StatusReceipt>
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private readonly StatusReceivers _receivers;
    private readonly ILogger<TellStatusActivity> _logger;

    /// <summary>Initializes a new instance of the <see cref="TellStatusActivity"/> class.</summary>
    /// <param name="services">Where the receivers are found.</param>
    /// <param name="logger">The log.</param>
    public TellStatusActivity(IServiceProvider services, ILogger<TellStatusActivity> logger)
    {
        _receivers = services.GetRequiredService<StatusReceivers>();
        _logger = logger;
    }

    /// <inheritdoc/>
    public override async Task<StatusReceipt> RunAsync(TaskActivityContext context, DeploymentStatus input)
    {
        if (_receivers.Find(input.Repository.Provider) is not { } receiver)
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
