using Microsoft.DurableTask;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Domains;
using Pipelines.Activities.Statuses;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;
using Pipelines.Deployments.Events;
using Pipelines.Oci;
using Pipelines.Storage.Logs;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Apps;

/// <summary>Removes an app and everything of it: instances, routes, logs, images, builds, deployments, and last its name and document. Run again after a crash it goes on where it was.</summary>
/// <param name="cluster">Where it runs.</param>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="invocations">The runs of its jobs.</param>
/// <param name="bandwidth">What it has sent.</param>
/// <param name="metrics">What it has used.</param>
/// <param name="alerts">Its alerts.</param>
/// <param name="builds">The builds.</param>
/// <param name="builder">Keeps caches between builds.</param>
/// <param name="images">The images.</param>
/// <param name="settings">How it follows its repositories.</param>
/// <param name="previews">What is known of its previews.</param>
/// <param name="logs">The logs.</param>
/// <param name="domains">Its domains.</param>
/// <param name="events">What happened to it.</param>
/// <param name="statuses">What was said at its commits.</param>
[DurableTask]
public sealed class DeleteAppActivity(
    ICluster cluster, AppStore apps, DeploymentStore deployments, JobInvocationStore invocations, BandwidthStore bandwidth, MetricStore metrics, AlertStore alerts, BuildStore builds, IBuilder builder, IImageRegistry images,
    AppGitSettingsStore settings, PreviewStore previews, ILogStore logs, DomainReconciler domains, AppEventStore events, CommitStatusStore statuses) : TaskActivity<string, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, string input)
    {
        await cluster.DeleteAppAsync(input);
        await logs.DeleteAsync(LogStreams.App(input));
        foreach (var component in await ComponentsAsync(input))
        {
            await images.Open(ImageRepositories.Of(input, component)).DeleteAsync();
        }

        await builder.ForgetAsync(input);
        await builds.DeleteAllAsync(input);
        await invocations.DeleteAllAsync(input);
        await bandwidth.DeleteAsync(input);
        metrics.Delete(input);
        await alerts.DeleteAllAsync(input);
        await settings.DeleteAsync(input);
        await previews.DeleteAllAsync(input);
        await events.DeleteAllAsync(input);
        _ = await domains.ReconcileAsync(input);
        await deployments.DeleteAllAsync(input);
        if (await apps.GetAsync(input) is { } app)
        {
            await statuses.DeleteAsync(app.Spec.Name);
            await apps.ReleaseNameAsync(app.Spec.Name, input);
            await apps.DeleteAsync(input);
        }

        return true;
    }

    private async Task<IEnumerable<string>> ComponentsAsync(string appId) =>
        (await deployments.ListAsync(appId, 0, int.MaxValue)).SelectMany(deployment => deployment.Spec.Components).Select(component => component.Name).Distinct();
}
