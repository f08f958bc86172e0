namespace Pipelines.Activities.Detection.Node;

/// <summary>NestJS, whose start script compiles for development while start:prod runs the build.</summary>
internal sealed class NestDetector : IDetector
{
    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package || !package.DependsOn("@nestjs/core"))
        {
            return [];
        }

        var draft = package.Draft("NestJS", "depends on @nestjs/core");
        if (package.Script("build") is null)
        {
            draft.Builds(package.Manager.Execute("nest build"), NodePackage.FileName, "NestJS has to be built");
        }

        var start = package.Start("start:prod");
        if (start is null && package.Script("start") is { } script && !script.Contains("nest start", StringComparison.Ordinal))
        {
            start = package.Start("start");
        }

        return [draft
            .Runs(start ?? new Finding("node dist/main.js", NodePackage.FileName, "nest build writes it"))
            .ListensAsIn("src/main.ts")];
    }
}
