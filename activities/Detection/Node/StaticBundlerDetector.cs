using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Node;

/// <summary>Bundlers and site generators whose build is a folder of files, unless a server of one's own starts.</summary>
internal sealed class StaticBundlerDetector : IDetector
{
    private static readonly Regex DocumentationFolder = SourcePattern.Of("""(?:vitepress|vuepress) build ([A-Za-z0-9_./-]+)""");

    private static readonly Regex OutDir = SourcePattern.Of("""outDir\s*:\s*['"`]([^'"`]+)['"`]""");

    /// <summary>In order of specificity: what is built on Vite or webpack comes before them.</summary>
    private static readonly (string Package, string Framework, string Output, string Build)[] Bundlers =
    [
        ("react-scripts", "Create React App", "build", "react-scripts build"),
        ("gatsby", "Gatsby", "public", "gatsby build"),
        ("@docusaurus/core", "Docusaurus", "build", "docusaurus build"),
        ("@11ty/eleventy", "Eleventy", "_site", "eleventy"),
        ("vitepress", "VitePress", ".vitepress/dist", "vitepress build"),
        ("vuepress", "VuePress", ".vuepress/dist", "vuepress build"),
        ("@vue/cli-service", "Vue CLI", "dist", "vue-cli-service build"),
        ("hexo", "Hexo", "public", "hexo generate"),
        ("preact-cli", "Preact CLI", "build", "preact build"),
        ("ember-cli", "Ember", "dist", "ember build --environment=production"),
        ("@stencil/core", "Stencil", "www", "stencil build"),
        ("expo", "Expo", "dist", "expo export --platform web"),
        ("vite", "Vite", "dist", "vite build"),
        ("parcel", "Parcel", "dist", "parcel build index.html"),
        ("webpack", "webpack", "dist", "webpack --mode production"),
    ];

    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package)
        {
            return [];
        }

        var (dependency, framework, output, build) = Bundlers.FirstOrDefault(known => package.DependsOn(known.Package));
        if (dependency is null || HasOwnServer(package))
        {
            return [];
        }

        var draft = package.Draft(framework, $"depends on {dependency}");
        if (package.Script("build") is not { } script)
        {
            script = build;
            draft.Builds(package.Manager.Execute(build), NodePackage.FileName, $"{framework} has to be built");
        }

        if (dependency is "vitepress" or "vuepress" && DocumentationFolder.Match(script) is { Success: true } documentation)
        {
            return [draft.Publishes($"{documentation.Groups[1].Value.TrimEnd('/')}/{output}", NodePackage.FileName, $"scripts.build: {script}")];
        }

        var config = folder.FirstOf("vite.config.ts", "vite.config.js", "vite.config.mjs", "vite.config.mts");
        return [BuildOutput.Published(draft, dependency == "vite" ? config : null, OutDir, output)];
    }

    /// <summary>A start script, other than one that serves the build or develops it, is a server; so is a web framework beside webpack.</summary>
    private static bool HasOwnServer(NodePackage package) =>
        (package.Script("start") is { } start && !StaticServer.IsStartedBy(start))
        || (package.Script("start") is null && package.FirstDependency("express", "fastify", "koa", "@hapi/hapi") is not null);
}
