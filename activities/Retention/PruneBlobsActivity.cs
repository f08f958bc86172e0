using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds;
using Pipelines.Clusters.Sites;
using Pipelines.Deployments;
using Pipelines.Storage.Blobs;

namespace Pipelines.Activities.Retention;

/// <summary>
/// Removes old source snapshots, which are fetched again when they are wanted, the files of sites that no deployment can be
/// rolled back to, and what builds of dead processes have left. Tells how many blobs went. Idempotent.
/// </summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="blobs">The blobs.</param>
/// <param name="builder">Knows what builds leave.</param>
/// <param name="options">How long things are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs.</param>
[DurableTask]
public sealed partial class PruneBlobsActivity(
    AppStore apps, DeploymentStore deployments, IBlobStore blobs, IBuilder builder, IOptions<RetentionOptions> options, TimeProvider time, ILogger<PruneBlobsActivity> logger)
    : TaskActivity<string, int>
{
    private const int PageSize = 50;
    private const int BatchSize = 200;

    private DateTimeOffset Limit => time.GetUtcNow() - TimeSpan.FromDays(options.Value.Days);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(TaskActivityContext context, string input)
    {
        await builder.CleanUpAsync(CancellationToken.None);
        var removed = await PruneSourcesAsync() + await PruneSitesAsync();
        LogRemoved(removed);
        return removed;
    }

    // The note goes first: where it is, the snapshot is whole.
    private async Task<int> PruneSourcesAsync()
    {
        var removed = 0;
        await foreach (var name in blobs.ListAsync("sources/"))
        {
            if (name.EndsWith(".tar", StringComparison.Ordinal) && await IsOldAsync(name))
            {
                await blobs.DeleteAsync(name[..^".tar".Length] + ".json");
                await blobs.DeleteAsync(name);
                removed++;
            }
        }

        return removed;
    }

    // A build that is under way may just be taking over files that nothing names yet: then they stay until another time.
    private async Task<int> PruneSitesAsync()
    {
        if (await FindServedAsync() is not { } served)
        {
            return 0;
        }

        var old = new List<string>();
        foreach (var prefix in (string[])["sites/", "assets/"])
        {
            await foreach (var name in blobs.ListAsync(prefix))
            {
                if (!served.Contains(name) && await IsOldAsync(name))
                {
                    old.Add(name);
                }
            }
        }

        var removed = 0;
        foreach (var batch in old.Chunk(BatchSize))
        {
            if (await IsDeployingAsync())
            {
                break;
            }

            await Task.WhenAll(batch.Select(name => blobs.DeleteAsync(name)));
            removed += batch.Length;
        }

        return removed;
    }

    /// <summary>Finds all blobs of the sites that apps can serve; null while a deployment is under way.</summary>
    private async Task<HashSet<string>?> FindServedAsync()
    {
        var served = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var app in AppsAsync())
        {
            if (IsDeploying(app))
            {
                return null;
            }

            for (var skip = 0; await deployments.ListAsync(app.Id, skip, PageSize) is { Count: > 0 } page; skip += PageSize)
            {
                foreach (var digest in page.Where(deployment => !deployment.ImagesPruned).SelectMany(deployment => deployment.Components).Select(component => component.SiteDigest).OfType<string>())
                {
                    await AddSiteAsync(SiteManifest.BlobName(digest), served);
                }
            }
        }

        return served;
    }

    private async Task AddSiteAsync(string name, HashSet<string> served)
    {
        if (served.Add(name) && await blobs.OpenReadAsync(name) is { } content)
        {
            await using (content)
            {
                var manifest = await JsonSerializer.DeserializeAsync<SiteManifest>(content, JsonSerializerOptions.Web);
                served.UnionWith(manifest!.Files.Values.Select(file => file.Blob));
            }
        }
    }

    private async Task<bool> IsDeployingAsync() => await AppsAsync().AnyAsync(IsDeploying);

    private async IAsyncEnumerable<App> AppsAsync()
    {
        string? after = null;
        while (await apps.ListAsync(after, PageSize) is { Count: > 0 } page)
        {
            foreach (var app in page)
            {
                yield return app;
            }

            after = page[^1].Id;
        }
    }

    private static bool IsDeploying(App app) => (app.InProgressDeploymentId ?? app.PendingDeploymentId) is not null;

    private async Task<bool> IsOldAsync(string name) => await blobs.GetPropertiesAsync(name) is { } properties && properties.LastModified < Limit;
}
