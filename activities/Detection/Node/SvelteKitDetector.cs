using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Node;

/// <summary>SvelteKit: a server with adapter-node, a static site with adapter-static.</summary>
internal sealed class SvelteKitDetector : IDetector
{
    private static readonly Regex Pages = SourcePattern.Of("""pages\s*:\s*['"`]([^'"`]+)['"`]""");

    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package || !package.DependsOn("@sveltejs/kit"))
        {
            return [];
        }

        var draft = package.Draft("SvelteKit", "depends on @sveltejs/kit");
        if (package.Script("build") is null)
        {
            draft.Builds(package.Manager.Execute("vite build"), NodePackage.FileName, "SvelteKit has to be built");
        }

        if (package.DependsOn("@sveltejs/adapter-node"))
        {
            return [draft.Runs("HOST=0.0.0.0 node build", NodePackage.FileName, "depends on @sveltejs/adapter-node")];
        }

        return [package.DependsOn("@sveltejs/adapter-static")
            ? BuildOutput.Published(draft, folder.FirstOf("svelte.config.js", "svelte.config.ts"), Pages, "build")
            : draft.Lacks("SvelteKit has no adapter for this platform: add @sveltejs/adapter-node for a server, or @sveltejs/adapter-static for a static site.")];
    }
}
