using Pipelines.AppSpecs;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Kubernetes.Results;

/// <summary>Takes a static site out of the image that its build made.</summary>
internal sealed class SiteFromImage(IImageRegistry registry, SiteWriter sites)
{
    /// <summary>Writes the site.</summary>
    /// <param name="repository">The image's repository.</param>
    /// <param name="image">The image.</param>
    /// <param name="site">What the spec says.</param>
    /// <param name="expected">The output directory that detection expects; null when it expects none.</param>
    /// <param name="workspace">Takes the image's files.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The digest of the site's manifest.</returns>
    public async Task<string> WriteAsync(string repository, ResolvedImage image, StaticSiteSpec site, string? expected, BuildWorkspace workspace, CancellationToken cancellation)
    {
        var root = Path.Combine(workspace.Directory, "image");
        await new ImageUnpacker().UnpackAsync(registry.Open(repository), image, root, cancellation);
        var directory = RealPath.Within(root, (image.Config.Config.WorkingDir ?? string.Empty).TrimStart('/')) ?? root;
        var stated = site.OutputDir is { } output && output.StartsWith('/') && RealPath.Within(root, output.TrimStart('/')) is { } absolute && Directory.Exists(absolute) ? absolute : null;
        return await sites.WriteAsync(stated ?? SiteOutput.Find(directory, site, expected), cancellation);
    }
}
