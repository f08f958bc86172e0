namespace Pipelines.Activities.Detection.Python;

/// <summary>A source file as Python imports it.</summary>
/// <param name="Name">The dotted name: "app.main" of app/main.py.</param>
/// <param name="Directory">The folder to import from when it is not the project's own: "src" of the src layout, or null.</param>
internal sealed record PythonModule(string Name, string? Directory)
{
    /// <summary>The module of a file, or null when a name in its path is no Python identifier.</summary>
    internal static PythonModule? Of(SourceFolder folder, string file)
    {
        var directory = file.StartsWith("src/", StringComparison.Ordinal) && !folder.Has("src/__init__.py") ? "src" : null;
        var inside = directory is null ? file : file["src/".Length..];
        var name = inside[..^".py".Length].Replace('/', '.');
        if (name.EndsWith(".__init__", StringComparison.Ordinal))
        {
            name = name[..^".__init__".Length];
        }

        return name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.') ? new(name, directory) : null;
    }

    /// <summary>A server's option for the folder to import from, with a space behind it; empty when none is needed.</summary>
    internal string Option(string name) => Directory is null ? string.Empty : $"{name} {Directory} ";
}
