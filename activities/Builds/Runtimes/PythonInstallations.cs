using System.Text.RegularExpressions;
using Pipelines.Activities.Builds.Sandboxes;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>The Pythons of this machine: pyenv's, and the system's.</summary>
internal sealed partial class PythonInstallations(MachineFiles machine)
{
    /// <summary>Picks the interpreter for what a repository asks for.</summary>
    /// <param name="wanted">A version or range as .python-version, runtime.txt or pyproject.toml state it; null for the machine's own choice.</param>
    /// <returns>The interpreter's real path and version; null where there is none.</returns>
    public (string Path, Version Version)? Find(string? wanted)
    {
        var all = Interpreters().ToList();
        var exact = wanted is not null && Number().Match(wanted) is { Success: true } match ? match.Value : null;
        var isRange = wanted is not null && wanted.Any(c => c is '<' or '>' or '=' or '~' or '^' or '!');
        if (exact is not null && !isRange)
        {
            var fitting = all.Where(python => python.Version.ToString() == exact || python.Version.ToString().StartsWith(exact + ".", StringComparison.Ordinal)).ToList();
            if (fitting.Count == 0)
            {
                fitting = [.. all.Where(python => Minor(python.Version) == Minor(Version.Parse(exact.Contains('.', StringComparison.Ordinal) ? exact : exact + ".0")))];
            }

            return fitting.Count > 0 ? fitting.MaxBy(python => python.Version) : null;
        }

        return all.Count == 0 ? null : all.FirstOrDefault(python => exact is null || Minor(python.Version) >= Minor(Version.Parse(exact + (exact.Contains('.', StringComparison.Ordinal) ? string.Empty : ".0"))));
    }

    /// <summary>The interpreters, the machine's choice first.</summary>
    private IEnumerable<(string Path, Version Version)> Interpreters()
    {
        var roots = machine.Toolchains.Where(path => Directory.Exists(Path.Combine(path, "versions"))).ToList();
        var chosen = roots.Select(root => Path.Combine(root, "version")).Where(File.Exists).SelectMany(File.ReadLines).Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        return roots
            .SelectMany(root => Directory.EnumerateDirectories(Path.Combine(root, "versions")))
            .OrderByDescending(directory => chosen.Contains(Path.GetFileName(directory)))
            .ThenByDescending(directory => Version.TryParse(Path.GetFileName(directory), out var version) ? version : new Version(0, 0))
            .Select(directory => Path.Combine(directory, "bin", "python3"))
            .Concat(((string[])["/usr/local/bin/python3", "/usr/bin/python3"]))
            .Where(File.Exists)
            .Select(path => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path)
            .Distinct(StringComparer.Ordinal)
            .Select(path => (Path: path, Version: VersionOf(path)))
            .Where(python => python.Version.Major == 3)!;
    }

    /// <summary>The version of pyenv's directory, else that of the program's name: python3.11.</summary>
    private static Version VersionOf(string path) =>
        Version.TryParse(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path))), out var version) && version.Major == 3 ? version
        : Version.TryParse(Path.GetFileName(path).Replace("python", string.Empty, StringComparison.Ordinal), out version) ? version
        : new Version(0, 0);

    private static Version Minor(Version version) => new(version.Major, version.Minor);

    [GeneratedRegex(@"[0-9]+(?:\.[0-9]+){0,2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
