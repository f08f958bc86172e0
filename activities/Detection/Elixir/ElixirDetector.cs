using System.Text.RegularExpressions;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Elixir;

/// <summary>Elixir: a release of a Mix project, Phoenix or other.</summary>
internal sealed class ElixirDetector : IDetector
{
    private const string Manifest = "mix.exs";

    private static readonly Regex Application = SourcePattern.Of(@"app:\s*:([a-z_][a-z0-9_]*)");
    private static readonly Regex Version = SourcePattern.Of("""elixir:\s*"([^"]+)"(?:)""");
    private static readonly Regex Serves = SourcePattern.Of(@"\{:(phoenix|bandit|plug_cowboy|cowboy|ace),");
    private static readonly Regex Assets = SourcePattern.Of("""("assets\.deploy")""");

    public string EnvironmentSlug => "elixir";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (!folder.Has(Manifest))
        {
            return [];
        }

        var server = folder.Match(Manifest, Serves);
        var isPhoenix = server == "phoenix";
        var version = folder.Match(Manifest, Version);
        var draft = new ComponentDraft(folder, "elixir", "Elixir")
            .WithLanguage(Manifest, "describes a Mix project")
            .WithVersion(ToolVersions.Of(folder, "elixir") ?? (version is null ? null : new Finding(version, Manifest, $"elixir: {version}")))
            .WithPackageManager("mix", Manifest, "is Mix's manifest")
            .WithFramework(isPhoenix ? "Phoenix" : null, Manifest, "depends on phoenix")
            .Installs("mix local.hex --force && mix local.rebar --force && MIX_ENV=prod mix deps.get --only prod", folder.FirstOf("mix.lock") ?? Manifest, "names the dependencies");
        if (folder.Match(Manifest, Application) is not { } application)
        {
            return [draft.Lacks("mix.exs names no application (app: :name): state build_command and run_command.")];
        }

        var assets = folder.Match(Manifest, Assets) is null ? string.Empty : " && MIX_ENV=prod mix assets.deploy";
        draft.Named(application)
            .Builds($"MIX_ENV=prod mix compile{assets} && MIX_ENV=prod mix release --overwrite", Manifest, "is built as a release")
            .Runs($"{(isPhoenix ? "PHX_SERVER=true " : string.Empty)}_build/prod/rel/{application}/bin/{application} start", Manifest, $"app: :{application}");
        return [server is null
            ? draft.Is(ComponentKind.Worker, Manifest, "depends on no HTTP server")
            : draft.Is(ComponentKind.Service, Manifest, $"depends on {server}")];
    }
}
