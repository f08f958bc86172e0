using Pipelines.Cli.Api;

namespace Pipelines.Cli.Progress;

/// <summary>Shows the progress of a deployment.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows whatever <paramref name="run"/> reports, until it ends.</summary>
    Task ShowAsync(Func<Action<DeploymentView>, Task> run);
}
