using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Python;

/// <summary>Asynchronous web frameworks: FastAPI, Starlette, Litestar, Quart.</summary>
internal sealed class AsgiDetector : IDetector
{
    private static readonly (string Package, string Framework, Regex Application)[] Frameworks =
    [
        ("fastapi", "FastAPI", Constructed("FastAPI")),
        ("litestar", "Litestar", Constructed("Litestar")),
        ("quart", "Quart", Constructed("Quart")),
        ("starlette", "Starlette", Constructed("Starlette")),
    ];

    public string EnvironmentSlug => PythonProject.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (PythonProject.In(folder) is not { } project)
        {
            return [];
        }

        var (package, framework, pattern) = Frameworks.FirstOrDefault(
            known => project.DependsOn(known.Package) || project.DependsOn(known.Package + "[standard]"));
        if (package is null)
        {
            return [];
        }

        var draft = project.Draft(framework, $"depends on {package}");
        if (project.Search(pattern) is not { } application || PythonModule.Of(folder, application.File) is not { } module)
        {
            return [draft.Lacks($"No Python file assigns a {framework} application to a variable: state run_command.")];
        }

        return [Server(project, module, application) is { } server
            ? draft.Runs(server)
            : draft.Lacks($"{framework} needs a server: add uvicorn to the dependencies, or state run_command.")];
    }

    private static Finding? Server(PythonProject project, PythonModule module, Finding application)
    {
        var target = $"{module.Name}:{application.Value}";
        if (project.DependsOn("uvicorn") || project.DependsOn("fastapi[standard]") || project.DependsOn("fastapi[all]"))
        {
            return application with { Value = $"uvicorn {module.Option("--app-dir")}{target} --host 0.0.0.0 --port $PORT" };
        }

        if (project.DependsOn("hypercorn"))
        {
            return application with { Value = $"{(module.Directory is null ? string.Empty : $"cd {module.Directory} && ")}hypercorn --bind 0.0.0.0:$PORT {target}" };
        }

        return project.Folder.Text(application.File)?.Contains("__main__", StringComparison.Ordinal) ?? false
            ? application with { Value = $"python {ShellWord.Quoted(application.File)}" }
            : null;
    }

    private static Regex Constructed(string type) =>
        SourcePattern.Of($@"(?m)^([A-Za-z_][A-Za-z0-9_]*)\s*(?::\s*[A-Za-z_.]+\s*)?=\s*(?:[A-Za-z_]+\.)?{type}\(");
}
