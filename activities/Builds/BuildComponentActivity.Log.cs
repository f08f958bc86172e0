using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Builds;

/// <content>Log messages.</content>
public sealed partial class BuildComponentActivity
{
    [LoggerMessage(LogLevel.Information, "The build of {Component} for deployment {DeploymentId} failed.")]
    private partial void LogFailed(Exception exception, string component, string deploymentId);
}
