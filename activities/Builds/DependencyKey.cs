using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Pipelines.Activities.Detection;

namespace Pipelines.Activities.Builds;

/// <summary>
/// Names the dependencies of an application by all that decides about them: equal names, equal dependencies. Where the
/// installation runs scripts, or installs from the source itself, that is every file.
/// </summary>
internal static partial class DependencyKey
{
    private const long MaxManifest = 16L << 20;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private static readonly string[] Manifests =
    [
        "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "pnpm-workspace.yaml", "bun.lock", "bun.lockb", ".npmrc",
        ".yarnrc", ".yarnrc.yml", "Pipfile", "Pipfile.lock", "pyproject.toml", "poetry.lock", "uv.lock", "pdm.lock", "constraints.txt", "setup.py", "setup.cfg",
    ];

    /// <summary>The directory that holds the dependencies, below the source; null where they are not kept.</summary>
    public static string? DirectoryOf(DetectedComponent detected) => detected.EnvironmentSlug switch
    {
        "node-js" => "node_modules",
        "python" => ".venv",
        _ => null,
    };

    /// <summary>The name.</summary>
    /// <param name="source">The directory of the source.</param>
    /// <param name="facts">What decides beside the files: command, runtime, environment.</param>
    public static string Of(string source, params IEnumerable<string> facts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var fact in facts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(fact + "\n"));
        }

        var manifests = ManifestsIn(source).ToList();
        var files = manifests.Exists(DependsOnSource) ? Directory.EnumerateFiles(source, "*", Everything).Order(StringComparer.Ordinal) : manifests.AsEnumerable();
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(source, file)}\0"));
            using var content = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..40];
    }

    private static IEnumerable<string> ManifestsIn(string source)
    {
        var nested = Path.Combine(source, "requirements");
        return Manifests
            .Select(name => Path.Combine(source, name))
            .Where(File.Exists)
            .Concat(Directory.EnumerateFiles(source, "requirements*.txt"))
            .Concat(Directory.Exists(nested) ? Directory.EnumerateFiles(nested, "*.txt") : [])
            .Where(file => new FileInfo(file).LinkTarget is null)
            .Order(StringComparer.Ordinal);
    }

    private static bool DependsOnSource(string manifest)
    {
        if (new FileInfo(manifest).Length > MaxManifest)
        {
            return true;
        }

        var name = Path.GetFileName(manifest);
        return name switch
        {
            "setup.py" or "setup.cfg" or "yarn.lock" or "bun.lock" or "bun.lockb" or "pnpm-workspace.yaml" => true,
            "package.json" => NodeScripts().IsMatch(File.ReadAllText(manifest)),
            "package-lock.json" or "npm-shrinkwrap.json" => File.ReadAllText(manifest).Contains("\"hasInstallScript\"", StringComparison.Ordinal),
            "pnpm-lock.yaml" => File.ReadAllText(manifest).Contains("requiresBuild: true", StringComparison.Ordinal),
            "pyproject.toml" => File.ReadAllText(manifest).Contains("[build-system]", StringComparison.Ordinal),
            _ when name.EndsWith(".txt", StringComparison.Ordinal) => PythonLocal().IsMatch(File.ReadAllText(manifest)),
            _ => false,
        };
    }

    [GeneratedRegex("\"(?:preinstall|install|postinstall|prepare|workspaces)\"\\s*:|:\\s*\"(?:file|link|portal|workspace):", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NodeScripts();

    /// <summary>Lines that name files or directories, or other files with lines (which may be anywhere).</summary>
    [GeneratedRegex(@"^\s*(?:-e|--editable|-r|--requirement|-c|--constraint|\.|/)|file:", RegexOptions.CultureInvariant | RegexOptions.Multiline, 2000)]
    private static partial Regex PythonLocal();
}
