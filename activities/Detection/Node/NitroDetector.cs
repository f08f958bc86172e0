namespace Pipelines.Activities.Detection.Node;

/// <summary>Frameworks whose build is a Nitro server: SolidStart, TanStack Start, Analog, Nitro itself.</summary>
internal sealed class NitroDetector : IDetector
{
    private static readonly (string Package, string Framework)[] Frameworks =
    [
        ("@solidjs/start", "SolidStart"), ("@tanstack/react-start", "TanStack Start"), ("@tanstack/start", "TanStack Start"),
        ("@analogjs/platform", "Analog"), ("nitropack", "Nitro"), ("nitro", "Nitro"),
    ];

    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package)
        {
            return [];
        }

        var (dependency, framework) = Frameworks.FirstOrDefault(known => package.DependsOn(known.Package));
        if (dependency is null)
        {
            return [];
        }

        var server = dependency == "@analogjs/platform" ? "dist/analog/server/index.mjs" : ".output/server/index.mjs";
        return [package.Draft(framework, $"depends on {dependency}")
            .Runs($"HOST=0.0.0.0 node {server}", NodePackage.FileName, "the Nitro server that the build writes")];
    }
}
