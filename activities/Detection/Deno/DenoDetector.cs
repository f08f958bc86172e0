using System.Text.RegularExpressions;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Deno;

/// <summary>Deno: the start task of deno.json, or a file with a customary name.</summary>
internal sealed class DenoDetector : IDetector
{
    private static readonly Regex Serves = SourcePattern.Of(@"(Deno\.serve|Deno\.listen|deno\.land/std[^""']*/http|jsr:@oak|npm:hono|\.listen\()");

    public string EnvironmentSlug => "deno";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        var manifest = folder.FirstOf("deno.json", "deno.jsonc");
        var file = folder.FirstOf("main.ts", "server.ts", "mod.ts", "index.ts", "app.ts", "main.js", "src/main.ts");
        var json = manifest is null ? default : folder.JsonOf(manifest);
        var task = json.Text("tasks", "start") is null ? null : "start";
        var serves = file is not null && folder.Match(file, Serves) is not null;

        // Without a manifest only a file that uses Deno's own API tells; with a package.json beside it, only a start task does.
        var isDeno = manifest is null
            ? file is not null && (folder.Text(file)?.Contains("Deno.", StringComparison.Ordinal) ?? false)
            : task is not null || !folder.Has("package.json");
        if (!isDeno)
        {
            return [];
        }

        var source = manifest ?? file!;
        var draft = new ComponentDraft(folder, "deno", "Deno")
            .WithLanguage(source, "is for Deno")
            .WithVersion(ToolVersions.Of(folder, "deno"))
            .WithPackageManager("deno", source, "is for Deno")
            .WithFramework(Framework(folder, manifest), source, "is imported");
        if (json.Text("tasks", "build") is { } build)
        {
            draft.Builds("deno task build", manifest!, $"tasks.build: {build}");
        }

        if (task is not null)
        {
            return [draft.Runs("deno task start", manifest!, $"tasks.start: {json.Text("tasks", "start")}").ListensAsIn(file)];
        }

        if (file is null)
        {
            return [draft.Lacks("deno.json has no start task and there is no main.ts: add \"tasks\": { \"start\": \"deno run …\" }, or state run_command.")];
        }

        draft.Runs($"deno run --allow-net --allow-env --allow-read {file}", file, "has a customary name").ListensAsIn(file);
        return [serves ? draft.Is(ComponentKind.Service, file, "opens a server") : draft];
    }

    private static string? Framework(SourceFolder folder, string? manifest)
    {
        var text = manifest is null ? null : folder.Text(manifest);
        return text is null ? null
            : text.Contains("$fresh/", StringComparison.Ordinal) || text.Contains("@fresh/core", StringComparison.Ordinal) ? "Fresh"
            : text.Contains("@oak/oak", StringComparison.Ordinal) ? "oak"
            : text.Contains("hono", StringComparison.Ordinal) ? "Hono"
            : null;
    }
}
