using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Python;

/// <summary>Django: a manage.py and the WSGI or ASGI module of its project.</summary>
internal sealed class DjangoDetector : IDetector
{
    private static readonly Regex StaticRoot = SourcePattern.Of(@"(?m)^\s*(STATIC_ROOT)\s*=");
    private static readonly Regex Mentions = SourcePattern.Of("(django)", RegexOptions.IgnoreCase);

    public string EnvironmentSlug => PythonProject.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (folder.Files.FirstOrDefault(file => file == "manage.py" || file.EndsWith("/manage.py", StringComparison.Ordinal)) is not { } manage
            || manage.Count(character => character == '/') > 1
            || folder.Match(manage, Mentions) is null
            || PythonProject.In(folder) is not { } project)
        {
            return [];
        }

        var home = manage[..^"manage.py".Length].TrimEnd('/');
        var draft = project.Draft("Django", "depends on django").WithFramework("Django", manage, "is Django's command line");
        if (project.Search(StaticRoot) is { } setting)
        {
            draft.Builds($"python {ShellWord.Quoted(manage)} collectstatic --noinput", setting.File, "sets STATIC_ROOT");
        }

        return [draft.Runs(Server(project, home, manage))];
    }

    private static Finding Server(PythonProject project, string home, string manage)
    {
        var wsgi = Module(project, home, "wsgi");
        var asgi = Module(project, home, "asgi");
        var folder = home.Length == 0 ? null : ShellWord.Quoted(home);
        if (asgi is not null && project.DependsOn("daphne"))
        {
            return asgi with { Value = (folder is null ? string.Empty : $"cd {folder} && ") + $"daphne -b 0.0.0.0 -p $PORT {asgi.Value}:application" };
        }

        if (wsgi is not null && project.DependsOn("gunicorn"))
        {
            return wsgi with { Value = "gunicorn --bind 0.0.0.0:$PORT " + (folder is null ? string.Empty : $"--chdir {folder} ") + $"{wsgi.Value}:application" };
        }

        if (asgi is not null && project.DependsOn("uvicorn"))
        {
            return asgi with { Value = $"uvicorn {asgi.Value}:application --host 0.0.0.0 --port $PORT" + (folder is null ? string.Empty : $" --app-dir {folder}") };
        }

        if (wsgi is not null && project.DependsOn("waitress"))
        {
            return wsgi with { Value = (folder is null ? string.Empty : $"cd {folder} && ") + $"waitress-serve --listen=0.0.0.0:$PORT {wsgi.Value}:application" };
        }

        return new Finding(
            $"python {ShellWord.Quoted(manage)} runserver 0.0.0.0:$PORT --noreload",
            manage,
            "no server such as gunicorn among the dependencies, so Django's own is used");
    }

    /// <summary>The project's wsgi or asgi module, named relative to the folder of manage.py.</summary>
    private static Finding? Module(PythonProject project, string home, string name)
    {
        var prefix = home.Length == 0 ? string.Empty : home + "/";
        var file = project.Sources.FirstOrDefault(source =>
            source.StartsWith(prefix, StringComparison.Ordinal) && source.EndsWith($"/{name}.py", StringComparison.Ordinal));
        if (file is null)
        {
            return null;
        }

        var module = file[prefix.Length..^".py".Length].Replace('/', '.');
        return ShellWord.IsPlain(module) ? new Finding(module, file, $"is Django's {name} module") : null;
    }
}
