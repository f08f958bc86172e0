using System.Net;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds;
using Pipelines.Deployments;
using Pipelines.Oci;

namespace Pipelines.Activities.Retention;

/// <summary>
/// Removes the images, and the records of builds, that an app's deployments have left beyond those it can be rolled back to.
/// Only while no deployment of the app is under way: one could take an image over that goes. What cannot be removed costs
/// room, not correctness: it is logged, and tried again after the next deployment. Idempotent.
/// </summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="builds">The builds that are taken over.</param>
/// <param name="images">The images.</param>
/// <param name="options">How much is kept.</param>
/// <param name="logger">Logs.</param>
[DurableTask]
public sealed partial class PruneImagesActivity(
    AppStore apps, DeploymentStore deployments, BuildStore builds, IImageRegistry images, IOptions<RetentionOptions> options, ILogger<PruneImagesActivity> logger)
    : TaskActivity<ImageRetention, bool>
{
    private const int PageSize = 50;

    // After each deployment there is about one to remove: what many have left is removed over many.
    private const int MaximumPages = 20;

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, ImageRetention input)
    {
        try
        {
            return await apps.GetAsync(input.AppId) is { Deleting: false } app && await PruneAsync(app, input);
        }
        catch (Exception exception)
        {
            LogFailed(exception, input.AppId);
            return false;
        }
    }

    private async Task<bool> PruneAsync(App app, ImageRetention input)
    {
        var (kept, old) = await SortAsync(app, input);
        if (kept is null)
        {
            return false;
        }

        // First nothing leads to an image any more, then it goes.
        var unused = old.SelectMany(ImagesOf).ToHashSet(StringComparer.Ordinal);
        foreach (var deployment in old)
        {
            await deployments.MarkPrunedAsync(app.Id, deployment.Id);
        }

        unused.UnionWith(await builds.PruneAsync(app.Id, build => build.Image is { } image ? kept.Contains(image) : build.SiteDigest is { } site && kept.Contains(site)));
        unused.ExceptWith(kept);
        await RemoveAsync(app.Id, unused);
        return true;
    }

    // Null where the app has more deployments than are looked at before the last one it can be rolled back to is found.
    private async Task<(HashSet<string>? Kept, List<Deployment> Old)> SortAsync(App app, ImageRetention input)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var old = new List<Deployment>();
        var pinned = input.Kept.Concat(((string?[])[app.ActiveDeploymentId, app.InProgressDeploymentId, app.PendingDeploymentId, app.PinnedDeploymentId]).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var id in pinned)
        {
            kept.UnionWith(await deployments.GetAsync(app.Id, id) is { } deployment ? ImagesOf(deployment) : []);
        }

        var found = 0;
        for (var page = 0; page < MaximumPages; page++)
        {
            var before = old.Count;
            var listed = await deployments.ListAsync(app.Id, page * PageSize, PageSize);
            foreach (var deployment in listed)
            {
                var isReachable = deployment.ReleaseId is not null && deployment.Id != app.ActiveDeploymentId && ++found <= options.Value.Deployments;
                if (isReachable || pinned.Contains(deployment.Id) || (deployment.ReleaseId is { } release && pinned.Contains(release)) || !(deployment.IsFinal || deployment.Phase == DeploymentPhase.Active))
                {
                    kept.UnionWith(ImagesOf(deployment));
                }
                else if (!deployment.ImagesPruned)
                {
                    old.Add(deployment);
                }
            }

            if (listed.Count < PageSize || (found >= options.Value.Deployments && old.Count == before))
            {
                return (kept, old);
            }
        }

        return (null, old);
    }

    private static IEnumerable<string> ImagesOf(Deployment deployment) =>
        deployment.Components.SelectMany(component => (string?[])[component.Image, component.SiteDigest]).OfType<string>();

    // A site's files are in the blob store, and shared among apps.
    private async Task RemoveAsync(string appId, IEnumerable<string> references)
    {
        var own = references.Select(reference => reference.Split('@')).Where(parts => parts.Length == 2 && parts[0].StartsWith(ImageRepositories.Of(appId, ""), StringComparison.Ordinal));
        foreach (var repository in own.GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal))
        {
            try
            {
                await RemoveAsync(images.Open(repository.Key), repository);
            }
            catch (RegistryException exception) when (exception.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
            {
                LogRefused(appId, exception.Message);
                return;
            }
        }
    }

    private static async Task RemoveAsync(IImageRepository repository, IEnumerable<string> digests)
    {
        foreach (var digest in digests)
        {
            _ = await repository.DeleteManifestAsync(digest);
        }

        await repository.CollectAsync();
    }
}
