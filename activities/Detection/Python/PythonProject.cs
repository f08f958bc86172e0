using System.Text.RegularExpressions;
using Pipelines.Activities.Detection.Toml;

namespace Pipelines.Activities.Detection.Python;

/// <summary>The manifests of a Python project: its dependencies, version and package manager.</summary>
internal sealed class PythonProject
{
    internal const string EnvironmentSlug = "python";

    /// <summary>Source files looked into when searching for the application object.</summary>
    private const int MaxFilesSearched = 60;

    private static readonly Regex Requirement = SourcePattern.Of(@"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[A-Za-z0-9,._ -]*\])?");
    private static readonly Regex RuntimeVersion = SourcePattern.Of(@"python-([0-9][0-9.]*)");
    private static readonly Regex Include = SourcePattern.Of(@"^\s*(?:-r|--requirement)[ =]\s*(\S+)");

    private readonly HashSet<string> dependencies = new(StringComparer.Ordinal);
    private readonly TomlTable? pyproject;
    private readonly TomlTable? pipfile;

    private PythonProject(SourceFolder folder)
    {
        Folder = folder;
        pyproject = folder.TomlOf("pyproject.toml");
        pipfile = folder.TomlOf("Pipfile");
        ReadRequirements("requirements.txt", depth: 0);
        foreach (var requirement in pyproject?.Table("project")?.Texts("dependencies") ?? [])
        {
            Add(requirement);
        }

        dependencies.UnionWith((pyproject?.Table("tool", "poetry", "dependencies")?.Keys ?? []).Where(key => key != "python").Select(Normalised));
        dependencies.UnionWith((pipfile?.Table("packages")?.Keys ?? []).Select(Normalised));
        Sources = [.. folder.Files
            .Where(file => file.EndsWith(".py", StringComparison.Ordinal) && !IsTest(file))
            .OrderBy(file => file.Count(character => character == '/'))
            .Take(MaxFilesSearched)];
    }

    internal SourceFolder Folder { get; }

    /// <summary>Gets the source files worth looking into, the shallow ones first.</summary>
    internal IReadOnlyList<string> Sources { get; }

    /// <summary>Gets the single command that the project installs (project.scripts), if it is just one.</summary>
    internal string? Script => pyproject?.Table("project", "scripts")?.Keys.ToArray() is [var only] && ShellWord.IsPlain(only) ? only : null;

    private string? Manifest => Folder.FirstOf(
        "requirements.txt", "pyproject.toml", "Pipfile", "setup.py", "setup.cfg", "uv.lock", "poetry.lock", "Pipfile.lock");

    /// <summary>The project in a folder: one with a manifest, or with Python files and nothing that says otherwise.</summary>
    internal static PythonProject? In(SourceFolder folder)
    {
        var project = new PythonProject(folder);
        return project.Manifest is not null || folder.Has("manage.py")
            || folder.OwnFiles().Any(file => file.EndsWith(".py", StringComparison.Ordinal))
            ? project
            : null;
    }

    /// <summary>Whether a package is among the dependencies; the name as in "fastapi" or "fastapi[standard]".</summary>
    internal bool DependsOn(string package) => dependencies.Contains(package);

    internal string? FirstDependency(params string[] packages) => Array.Find(packages, dependencies.Contains);

    /// <summary>A draft with what every Python component has in common.</summary>
    internal ComponentDraft Draft(string? framework, string because)
    {
        var file = Manifest ?? (Sources.Count > 0 ? Sources[0] : "manage.py");
        var draft = new ComponentDraft(Folder, EnvironmentSlug, "Python")
            .Named(pyproject?.Table("project")?.Text("name") ?? pyproject?.Table("tool", "poetry")?.Text("name"))
            .WithLanguage(file, Manifest is null ? "is a Python program" : "describes a Python project")
            .WithVersion(Version())
            .WithFramework(framework, file, because);
        return WithInstall(draft);
    }

    /// <summary>The first source in which the pattern matches, and its first group.</summary>
    internal Finding? Search(Regex pattern)
    {
        foreach (var file in Sources)
        {
            if (Folder.Text(file) is { } source && pattern.Match(source) is { Success: true } match)
            {
                return new Finding(match.Groups[1].Value, file, match.Value.Trim());
            }
        }

        return null;
    }

    private ComponentDraft WithInstall(ComponentDraft draft)
    {
        if (InstallFrom() is not var (program, command, file))
        {
            return draft;
        }

        draft.WithPackageManager(program, file, "names the dependencies");
        return dependencies.Count > 0 || file is not "requirements.txt" and not "pyproject.toml" || HasBuildSystem(file)
            ? draft.Installs(command, file, "names the dependencies")
            : draft;
    }

    private bool HasBuildSystem(string file) => file == "pyproject.toml" && pyproject?.Table("build-system") is not null;

    private (string Program, string Command, string File)? InstallFrom()
    {
        if (Folder.Has("uv.lock"))
        {
            return ("uv", "uv sync --frozen --no-dev", "uv.lock");
        }

        if (Folder.Has("poetry.lock") || pyproject?.Table("tool", "poetry", "dependencies") is not null)
        {
            return ("poetry", "poetry install --only main --no-root --no-interaction", Folder.FirstOf("poetry.lock") ?? "pyproject.toml");
        }

        if (Folder.Has("Pipfile"))
        {
            var hasLock = Folder.Has("Pipfile.lock");
            return ("pipenv", hasLock ? "pipenv install --deploy" : "pipenv install", hasLock ? "Pipfile.lock" : "Pipfile");
        }

        if (Folder.Has("requirements.txt"))
        {
            return ("pip", "pip install -r requirements.txt", "requirements.txt");
        }

        return Folder.FirstOf("pyproject.toml", "setup.py", "setup.cfg") is { } manifest
            ? ("pip", "pip install .", manifest)
            : null;
    }

    private Finding? Version() =>
        Found(Folder.Match("runtime.txt", RuntimeVersion), "runtime.txt", "names the version")
        ?? Found(Folder.FirstLine(".python-version"), ".python-version", "names the version")
        ?? ToolVersions.Of(Folder, "python")
        ?? Found(pyproject?.Table("project")?.Text("requires-python"), "pyproject.toml", "requires-python")
        ?? Found(pyproject?.Table("tool", "poetry", "dependencies")?.Text("python"), "pyproject.toml", "tool.poetry.dependencies.python")
        ?? Found(pipfile?.Table("requires")?.Text("python_full_version") ?? pipfile?.Table("requires")?.Text("python_version"), "Pipfile", "requires");

    private static Finding? Found(string? version, string file, string detail) =>
        string.IsNullOrWhiteSpace(version) ? null : new Finding(version.Trim(), file, $"{detail}: {version.Trim()}");

    private void ReadRequirements(string file, int depth)
    {
        foreach (var line in Folder.Text(file)?.Split('\n') ?? [])
        {
            if (Include.Match(line) is { Success: true } include)
            {
                var slash = file.LastIndexOf('/');
                var other = file[..(slash + 1)] + include.Groups[1].Value;
                if (depth < 3 && RelativePath.IsInside(other))
                {
                    ReadRequirements(other, depth + 1);
                }
            }
            else
            {
                Add(line);
            }
        }
    }

    /// <summary>Adds a PEP 508 requirement: its normalised name, and with its extras where it has any.</summary>
    private void Add(string requirement)
    {
        if (Requirement.Match(requirement) is { Success: true } match)
        {
            var name = Normalised(match.Groups[1].Value);
            dependencies.Add(name);
            dependencies.Add(name + match.Groups[2].Value.Replace(" ", string.Empty, StringComparison.Ordinal));
        }
    }

    private static string Normalised(string name) => name.ToLowerInvariant().Replace('_', '-').Replace('.', '-');

    private static bool IsTest(string file) =>
        file.StartsWith("test", StringComparison.Ordinal)
        || file.Contains("/test", StringComparison.Ordinal)
        || file.EndsWith("_test.py", StringComparison.Ordinal)
        || file.EndsWith("conftest.py", StringComparison.Ordinal)
        || file.StartsWith("docs/", StringComparison.Ordinal);
}
