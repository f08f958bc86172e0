using Microsoft.DurableTask;
using Pipelines.Activities.Builds;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Storage.Logs;

namespace Pipelines.Activities.Apps;

/// <summary>Removes an app and everything of it: instances, routes, logs, builds, deployments, and last its name and document. Run again after a crash it goes on where it was.</summary>
/// <param name="cluster">Where it runs.</param>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="builds">The builds.</param>
/// <param name="logs">The logs.</param>
[DurableTask]
public sealed class DeleteAppActivity(ICluster cluster, AppStore apps, DeploymentStore deployments, BuildStore builds, ILogStore logs) : TaskActivity<string, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, string input)
    {
        await cluster.DeleteAppAsync(input);
        await logs.DeleteAsync(LogStreams.App(input));
        await builds.DeleteAllAsync(input);
        await deployments.DeleteAllAsync(input);
        if (await apps.GetAsync(input) is { } app)
        {
            await apps.ReleaseNameAsync(app.Spec.Name, input);
            await apps.DeleteAsync(input);
        }

        return true;
    }
}
