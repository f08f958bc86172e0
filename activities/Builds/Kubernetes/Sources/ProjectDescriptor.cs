using System.Text;
using Pipelines.Activities.Detection.Toml;

namespace Pipelines.Activities.Builds.Kubernetes.Sources;

/// <summary>What a <c>project.toml</c> asks of a build (Buildpacks project descriptor, schema 0.2 and the older one).</summary>
/// <param name="Environment">The variables it sets at build time.</param>
/// <param name="Ignored">The keys that this platform decides by itself, for the log.</param>
internal sealed record ProjectDescriptor(IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Ignored)
{
    private const int MaxBytes = 64 << 10;
    private static readonly ProjectDescriptor None = new(new Dictionary<string, string>(), []);
    private static readonly string[] Decided = ["builder", "group", "include", "exclude", "pre", "post"];

    /// <summary>Reads the descriptor of a directory; none, or one that cannot be read, asks for nothing.</summary>
    public static ProjectDescriptor Read(string directory)
    {
        if (RealPath.Within(directory, "project.toml") is not { } path || new FileInfo(path) is not { Exists: true, Length: > 0 and <= MaxBytes })
        {
            return None;
        }

        try
        {
            return Of(TomlReader.Read(File.ReadAllText(path, Encoding.UTF8)));
        }
        catch (TomlException problem)
        {
            return None with { Ignored = [$"all of it, as it cannot be read ({problem.Message})"] };
        }
    }

    private static ProjectDescriptor Of(TomlTable document)
    {
        var build = document.Table("io", "buildpacks") ?? document.Table("build");
        if (build is null)
        {
            return None;
        }

        var variables = build.Table("build")?.Tables("env") ?? build.Tables("env");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            if (variable.Text("name") is { Length: > 0 } name && variable.Text("value") is { } value && VariableName.IsValid(name))
            {
                environment[name] = value;
            }
        }

        return new(environment, [.. Decided.Where(key => build[key] is not null)]);
    }
}
