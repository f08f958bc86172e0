using System.Text.RegularExpressions;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Node;

/// <summary>Next.js: a static export, a standalone server, or "next start".</summary>
internal sealed class NextDetector : IDetector
{
    private static readonly Regex Output = SourcePattern.Of("""output\s*:\s*['"`](export|standalone)['"`]""");

    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package || !package.DependsOn("next"))
        {
            return [];
        }

        var draft = package.Draft("Next.js", "depends on next");
        if (package.Script("build") is null)
        {
            draft.Builds(package.Manager.Execute("next build"), NodePackage.FileName, "Next.js has to be built");
        }

        var config = folder.FirstOf("next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs");
        return [(config is null ? null : folder.Match(config, Output)) switch
        {
            "export" => draft.Publishes("out", config!, "output: export"),
            "standalone" => Standalone(draft, config!),
            _ => Server(draft, package),
        }];
    }

    /// <summary>The standalone server lacks the static files, which the Next.js guide has one copy beside it, and binds HOSTNAME.</summary>
    private static ComponentDraft Standalone(ComponentDraft draft, string config)
    {
        var copies = "cp -r .next/static .next/standalone/.next/";
        if (draft.Folder.HasFolder("public"))
        {
            copies += " && cp -r public .next/standalone/";
        }

        return draft
            .Builds($"{draft.BuildCommand} && {copies}", config, "output: standalone leaves the static files beside the server")
            .Runs("HOSTNAME=0.0.0.0 node .next/standalone/server.js", config, "output: standalone")
            .Is(ComponentKind.Service, config, "output: standalone is a server");
    }

    private static ComponentDraft Server(ComponentDraft draft, NodePackage package)
    {
        var start = package.Script("start");
        return start is null || start.StartsWith("next start", StringComparison.Ordinal) || StaticServer.IsStartedBy(start)
            ? draft.Runs(package.Manager.Execute("next start -H 0.0.0.0 -p $PORT"), NodePackage.FileName, "next start serves the build")
            : draft.Runs(package.Start("start")!);
    }
}
