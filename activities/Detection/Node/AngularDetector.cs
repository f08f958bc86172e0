using System.Text.Json;

namespace Pipelines.Activities.Detection.Node;

/// <summary>Angular: the application of angular.json, static or rendered by a server.</summary>
internal sealed class AngularDetector : IDetector
{
    private const string Workspace = "angular.json";

    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is not { } package || !package.DependsOn("@angular/core") || !folder.Has(Workspace))
        {
            return [];
        }

        var draft = package.Draft("Angular", "depends on @angular/core");
        if (package.Script("build") is null)
        {
            draft.Builds(package.Manager.Execute("ng build"), NodePackage.FileName, "Angular has to be built");
        }

        var application = folder.JsonOf(Workspace).At("projects").Properties()
            .FirstOrDefault(project => project.Value.Text("projectType") is "application" or null);
        if (application.Value.ValueKind == JsonValueKind.Undefined)
        {
            return [draft.Lacks("angular.json has no project of type application.")];
        }

        var build = application.Value.At("architect", "build");
        var options = build.At("options");
        var output = Output(options, application.Name);
        var isServer = options.At("ssr").ValueKind is JsonValueKind.Object or JsonValueKind.True;
        if (isServer)
        {
            return [draft.Runs($"node {ShellWord.Quoted(output + "/server/server.mjs")}", Workspace, "the build option ssr")];
        }

        // The application builder, unlike the older browser builder, puts the site into a folder of its own.
        var isApplicationBuilder = build.Text("builder")?.EndsWith(":application", StringComparison.Ordinal) ?? false;
        var site = isApplicationBuilder && options.At("outputPath", "browser") is not { ValueKind: JsonValueKind.String }
            ? output + "/browser"
            : output;
        return [draft.Publishes(site.TrimEnd('/'), Workspace, $"outputPath of {application.Name}")];
    }

    private static string Output(JsonElement options, string project)
    {
        var stated = options.Text("outputPath") ?? options.Text("outputPath", "base");
        return stated is not null && RelativePath.IsInside(stated) ? stated.TrimEnd('/') : $"dist/{project}";
    }
}
