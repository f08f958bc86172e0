using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Python;

/// <summary>Synchronous web frameworks with an application object: Flask, Dash, Bottle, Falcon, Pyramid.</summary>
internal sealed class WsgiDetector : IDetector
{
    private static readonly Regex Factory = SourcePattern.Of(@"(?m)^def\s+((?:create|make)_app)\(");

    private static readonly (string Package, string Framework, Regex Application, string Suffix)[] Frameworks =
    [
        ("dash", "Dash", Constructed("Dash"), ".server"),
        ("flask", "Flask", Constructed("(?:Flask|APIFlask|OpenAPI)"), string.Empty),
        ("bottle", "Bottle", Constructed("(?:Bottle|default_app)"), string.Empty),
        ("falcon", "Falcon", Constructed("(?:App|API)"), string.Empty),
    ];

    public string EnvironmentSlug => PythonProject.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (PythonProject.In(folder) is not { } project)
        {
            return [];
        }

        var (package, framework, pattern, suffix) = Frameworks.FirstOrDefault(known => project.DependsOn(known.Package));
        if (package is null)
        {
            return [];
        }

        var draft = project.Draft(framework, $"depends on {package}");
        var application = project.Search(pattern) is { } found
            ? found with { Value = found.Value + suffix }
            : project.Search(Factory) is { } factory ? factory with { Value = factory.Value + "()" } : null;
        if (application is null || PythonModule.Of(folder, application.File) is not { } module)
        {
            return [draft.Lacks($"No Python file assigns a {framework} application to a variable: state run_command.")];
        }

        return [Server(project, module, application) is { } server
            ? draft.Runs(server)
            : draft.Runs($"python {ShellWord.Quoted(application.File)}", application.File, "no server among the dependencies").ListensAsIn(application.File)];
    }

    private static Finding? Server(PythonProject project, PythonModule module, Finding application)
    {
        var target = ShellWord.Quoted($"{module.Name}:{application.Value}");
        if (project.DependsOn("gunicorn"))
        {
            return application with { Value = $"gunicorn --bind 0.0.0.0:$PORT {module.Option("--chdir")}{target}" };
        }

        var enter = module.Directory is null ? string.Empty : $"cd {module.Directory} && ";
        if (project.DependsOn("waitress"))
        {
            var call = application.Value.EndsWith("()", StringComparison.Ordinal) ? "--call " : string.Empty;
            return application with { Value = $"{enter}waitress-serve --listen=0.0.0.0:$PORT {call}{target.Trim('\'').Replace("()", string.Empty, StringComparison.Ordinal)}" };
        }

        // Flask brings a command line of its own, which unlike the program can be told where to listen.
        return project.DependsOn("flask") && !application.Value.Contains('.', StringComparison.Ordinal)
            ? application with { Value = $"{enter}flask --app {target} run --host=0.0.0.0 --port=$PORT" }
            : null;
    }

    private static Regex Constructed(string type) =>
        SourcePattern.Of($@"(?m)^([A-Za-z_][A-Za-z0-9_]*)\s*(?::\s*[A-Za-z_.]+\s*)?=\s*(?:[A-Za-z_]+\.)?{type}\(");
}
