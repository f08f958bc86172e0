using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Statuses;

/// <content>Log messages.</content>
public sealed partial class TellStatusActivity
{
    [LoggerMessage(LogLevel.Warning, "{Provider} was not told of deployment {DeploymentId} of {Repository}: {Problem} (tried again: {TryAgain})")]
    private partial void LogRefused(string provider, string repository, string deploymentId, string problem, bool tryAgain);
}
