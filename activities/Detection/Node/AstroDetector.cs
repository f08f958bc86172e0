using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Node;

/// <summary>Astro: a static site, or a server with the Node.js adapter.</summary>
internal sealed class AstroDetector : IDetector
{
    private static readonly Regex OutDir = SourcePattern.Of("""outDir\s*:\s*['"`]([^'"`]+)['"`]""");

    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package || !package.DependsOn("astro"))
        {
            return [];
        }

        var draft = package.Draft("Astro", "depends on astro");
        if (package.Script("build") is null)
        {
            draft.Builds(package.Manager.Execute("astro build"), NodePackage.FileName, "Astro has to be built");
        }

        if (package.DependsOn("@astrojs/node"))
        {
            return [draft.Runs("HOST=0.0.0.0 node ./dist/server/entry.mjs", NodePackage.FileName, "depends on the @astrojs/node adapter")];
        }

        var config = folder.FirstOf("astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.cjs");
        draft = BuildOutput.Published(draft, config, OutDir, "dist");
        return [package.FirstDependency("@astrojs/vercel", "@astrojs/netlify", "@astrojs/cloudflare", "@astrojs/deno") is { } foreign
            ? draft.Lacks($"Astro is built for another platform by {foreign}: use @astrojs/node for a server, or no adapter for a static site.")
            : draft];
    }
}
