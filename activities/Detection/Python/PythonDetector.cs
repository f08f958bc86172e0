using System.Text.RegularExpressions;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Python;

/// <summary>Any other Python program: a file with a customary name, a package with __main__, or the project's own command.</summary>
internal sealed class PythonDetector : IDetector
{
    private static readonly Regex Serves = SourcePattern.Of(
        @"(http\.server|HTTPServer|socketserver|wsgiref|aiohttp|tornado|sanic|cherrypy|bottle|gradio|websockets|uvicorn|waitress|[""']PORT[""'])");

    private static readonly Regex Imports = SourcePattern.Of(@"(?m)^(?:import|from)\s+(discord|telegram|aiogram|celery|rq|dramatiq|pika|kafka|schedule|apscheduler)\b");

    private static readonly string[] CustomaryFiles =
    [
        "main.py", "app.py", "server.py", "run.py", "wsgi.py", "src/main.py", "app/main.py", "src/app.py", "bot.py", "worker.py", "index.py",
    ];

    public string EnvironmentSlug => PythonProject.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (PythonProject.In(folder) is not { } project)
        {
            return [];
        }

        var draft = project.Draft(project.DependsOn("gradio") ? "Gradio" : null, "depends on gradio");
        var file = folder.FirstOf(CustomaryFiles)
            ?? (folder.OwnFiles().Where(name => name.EndsWith(".py", StringComparison.Ordinal) && name is not "setup.py").ToArray() is [var only] ? only : null);
        if (file is not null)
        {
            return [SettleKind(draft.Runs(Prefix(project) + $"python {ShellWord.Quoted(file)}", file, "is the program"), file).ListensAsIn(file)];
        }

        if (Package(project) is { } package)
        {
            return [SettleKind(draft.Runs($"python -m {package.Value}", package.File, package.Detail), package.File)];
        }

        return [project.Script is { } script
            ? draft.Runs(script, "pyproject.toml", "project.scripts names one command")
            : draft.Lacks("No Python file to start was found (main.py, app.py, server.py, wsgi.py …): add a Procfile with a line \"web: …\", or state run_command.")];
    }

    private static string Prefix(PythonProject project) =>
        project.DependsOn("gradio") ? "GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=$PORT " : string.Empty;

    private static Finding? Package(PythonProject project)
    {
        var file = project.Sources.FirstOrDefault(source => source.EndsWith("/__main__.py", StringComparison.Ordinal));
        return file is not null && PythonModule.Of(project.Folder, file) is { Directory: null } module
            ? new Finding(module.Name[..^".__main__".Length], file, "is what python -m starts")
            : null;
    }

    private static ComponentDraft SettleKind(ComponentDraft draft, string file)
    {
        var source = draft.Folder.Text(file) ?? string.Empty;
        if (Serves.Match(source) is { Success: true } server)
        {
            return draft.Is(ComponentKind.Service, file, $"mentions {server.Groups[1].Value}");
        }

        return Imports.Match(source) is { Success: true } background
            ? draft.Is(ComponentKind.Worker, file, $"imports {background.Groups[1].Value} and opens no server")
            : draft.Guessed();
    }
}
