using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds;

/// <summary>Finds the directory that a site's build wrote.</summary>
internal static class SiteOutput
{
    private static readonly string[] Usual = ["_static", "dist", "public", "build"];

    /// <summary>Finds it.</summary>
    /// <param name="directory">Where the build ran.</param>
    /// <param name="site">What the spec says.</param>
    /// <param name="detected">The directory that detection expects; null when it expects none.</param>
    /// <exception cref="BuildException">It is not there.</exception>
    public static string Find(string directory, StaticSiteSpec site, string? detected)
    {
        if (site.OutputDir is { Length: > 0 } stated)
        {
            return Within(directory, stated.TrimStart('/'))
                ?? throw new BuildException(ReasonCodes.BuildJobFailed, $"The build made no directory '{stated}'. Set output_dir to the directory that the build writes to.");
        }

        string?[] candidates = [detected, .. Usual];
        return candidates.OfType<string>().Select(candidate => Within(directory, candidate)).FirstOrDefault(found => found is not null)
            ?? throw new BuildException(ReasonCodes.BuildJobFailed, $"The build made none of the directories {string.Join(", ", candidates.OfType<string>().Distinct())}. Set output_dir to the directory that the build writes to.");
    }

    private static string? Within(string directory, string path) =>
        RealPath.Within(directory, path) is { } real && Directory.Exists(real) ? real : null;
}
