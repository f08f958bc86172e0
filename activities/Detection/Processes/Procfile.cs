using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Processes;

/// <summary>A Procfile: one process type and its command a line, as Heroku defined it.</summary>
internal sealed class Procfile
{
    internal const string FileName = "Procfile";

    private const int MaxProcesses = 32;

    private static readonly Regex Line = SourcePattern.Of(@"^\s*([A-Za-z0-9_-]{1,63})\s*:\s*(\S.*)$");

    /// <summary>The environments that the first word of a command tells.</summary>
    private static readonly Dictionary<string, string> Environments = new(StringComparer.Ordinal)
    {
        ["node"] = "node-js",
        ["npm"] = "node-js",
        ["npx"] = "node-js",
        ["yarn"] = "node-js",
        ["pnpm"] = "node-js",
        ["bun"] = "node-js",
        ["python"] = "python",
        ["python3"] = "python",
        ["gunicorn"] = "python",
        ["uvicorn"] = "python",
        ["daphne"] = "python",
        ["celery"] = "python",
        ["streamlit"] = "python",
        ["flask"] = "python",
        ["waitress-serve"] = "python",
        ["bundle"] = "ruby",
        ["rails"] = "ruby",
        ["ruby"] = "ruby",
        ["puma"] = "ruby",
        ["rackup"] = "ruby",
        ["php"] = "php",
        ["java"] = "java",
        ["dotnet"] = "dotnet",
        ["deno"] = "deno",
        ["mix"] = "elixir",
        ["go"] = "go",
    };

    private Procfile(IReadOnlyList<(string Name, string Command)> processes) => Processes = processes;

    /// <summary>Gets the processes, in the order of the file.</summary>
    internal IReadOnlyList<(string Name, string Command)> Processes { get; }

    /// <summary>Gets the environment that the commands are for, where their first words tell.</summary>
    internal string? EnvironmentSlug => Processes
        .OrderByDescending(process => process.Name == "web")
        .Select(process => process.Command.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => !word.Contains('=', StringComparison.Ordinal)))
        .Select(word => word is null ? null : Environments.GetValueOrDefault(word))
        .FirstOrDefault(slug => slug is not null);

    internal static Procfile? In(SourceFolder folder)
    {
        var processes = (folder.Text(FileName)?.Split('\n') ?? [])
            .Where(line => !line.TrimStart().StartsWith('#'))
            .Select(line => Line.Match(line.TrimEnd()))
            .Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value))
            .DistinctBy(process => process.Item1)
            .Take(MaxProcesses)
            .ToList();
        return processes.Count > 0 ? new Procfile(processes) : null;
    }
}
