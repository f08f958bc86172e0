namespace Pipelines.Activities.Detection.Node;

/// <summary>Nuxt: the Nitro server of version 3 and later, "nuxt start" of version 2, or a generated site.</summary>
internal sealed class NuxtDetector : IDetector
{
    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package || package.FirstDependency("nuxt", "nuxt3", "nuxt-edge") is not { } dependency)
        {
            return [];
        }

        var draft = package.Draft("Nuxt", $"depends on {dependency}");
        var isVersion2 = dependency != "nuxt3" && package.VersionOf(dependency).TrimStart('^', '~', '=', 'v', '>') is ['2', ..];
        if (Generated(package) is { } script)
        {
            return [draft
                .Builds(package.Manager.Run(script), NodePackage.FileName, $"scripts.{script}: {package.Script(script)}")
                .Publishes(isVersion2 ? "dist" : ".output/public", NodePackage.FileName, "nuxt generate writes there")];
        }

        if (package.Script("build") is null)
        {
            draft.Builds(package.Manager.Execute("nuxt build"), NodePackage.FileName, "Nuxt has to be built");
        }

        return [isVersion2
            ? draft.Runs(package.Manager.Execute("nuxt start --hostname 0.0.0.0 --port $PORT"), NodePackage.FileName, "Nuxt 2 serves its own build")
            : draft.Runs("HOST=0.0.0.0 node .output/server/index.mjs", NodePackage.FileName, "the Nitro server that nuxt build writes")];
    }

    /// <summary>The script that generates the site, when the project is built in no other way.</summary>
    private static string? Generated(NodePackage package)
    {
        if (package.Script("build") is { } build)
        {
            return build.Contains("generate", StringComparison.Ordinal) ? "build" : null;
        }

        return package.Script("generate") is null ? null : "generate";
    }
}
