using Pipelines.Clusters;
using Pipelines.Clusters.Sites;

namespace Pipelines.Node.Sites;

/// <summary>Decides which file of a site answers a path. Files are found by name in the manifest only: no path leads out of it.</summary>
internal static class SiteResolver
{
    private const string DefaultIndex = "index.html";
    private const string DefaultError = "404.html";

    public static SiteAnswer Resolve(SiteManifest manifest, ReleaseComponent site, string path)
    {
        var index = site.IndexDocument ?? DefaultIndex;
        if (path.EndsWith('/'))
        {
            return Find(manifest, path + index) is { } directory ? new SiteAnswer(StatusCodes.Status200OK, directory) : Missing(manifest, site);
        }

        if (Find(manifest, path) is { } file)
        {
            return new SiteAnswer(StatusCodes.Status200OK, file);
        }

        return Find(manifest, $"{path}/{index}") is null ? Missing(manifest, site) : new SiteAnswer(StatusCodes.Status308PermanentRedirect, null);
    }

    private static SiteAnswer Missing(SiteManifest manifest, ReleaseComponent site)
    {
        if (site.CatchallDocument is { } catchall && Find(manifest, catchall) is { } everything)
        {
            return new SiteAnswer(StatusCodes.Status200OK, everything);
        }

        return new SiteAnswer(StatusCodes.Status404NotFound, Find(manifest, site.ErrorDocument ?? DefaultError));
    }

    private static SiteFile? Find(SiteManifest manifest, string path) =>
        manifest.Files.GetValueOrDefault(path.StartsWith('/') ? path : "/" + path);
}
