using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Node;

/// <summary>Remix and its successor, React Router as a framework.</summary>
internal sealed class RemixDetector : IDetector
{
    private static readonly Regex SinglePage = SourcePattern.Of(@"ssr\s*:\s*(false)");

    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package
            || package.FirstDependency("@react-router/dev", "@remix-run/dev", "@remix-run/serve") is not { } dependency)
        {
            return [];
        }

        var isRouter = dependency == "@react-router/dev";
        var draft = package.Draft(isRouter ? "React Router" : "Remix", $"depends on {dependency}");
        if (package.Script("build") is null)
        {
            draft.Builds(package.Manager.Execute(isRouter ? "react-router build" : "remix vite:build"), NodePackage.FileName, "has to be built");
        }

        var config = folder.FirstOf("react-router.config.ts", "react-router.config.js", "vite.config.ts", "vite.config.js", "vite.config.mjs");
        if (config is not null && folder.Match(config, SinglePage) is not null)
        {
            return [draft.Publishes("build/client", config, "ssr: false makes a single-page application")];
        }

        return [package.Start("start") is { } start && !StaticServer.IsStartedBy(package.Script("start"))
            ? draft.Runs(start with { Value = "HOST=0.0.0.0 " + start.Value })
            : draft.Runs(
                "HOST=0.0.0.0 " + package.Manager.Execute((isRouter ? "react-router-serve" : "remix-serve") + " ./build/server/index.js"),
                NodePackage.FileName,
                "its own server")];
    }
}
