using System.Buffers;
using System.Text.Json;

namespace Pipelines.Activities.Detection.Node;

/// <summary>A package.json and what stands around it.</summary>
internal sealed class NodePackage
{
    internal const string FileName = "package.json";
    internal const string EnvironmentSlug = "node-js";

    /// <summary>The scripts that npm runs by itself on an install.</summary>
    private static readonly string[] InstallScripts = ["preinstall", "install", "postinstall", "prepare"];

    private static readonly SearchValues<char> ShellSyntax = SearchValues.Create("&|;<>`$*?'\"\\\n");

    private readonly JsonElement json;
    private readonly HashSet<string> dependencies = new(StringComparer.Ordinal);

    private NodePackage(SourceFolder folder, JsonElement json)
    {
        this.json = json;
        Folder = folder;
        foreach (var section in (ReadOnlySpan<string>)["dependencies", "devDependencies", "optionalDependencies"])
        {
            dependencies.UnionWith(json.At(section).Properties().Select(dependency => dependency.Name));
        }

        Manager = NodePackageManager.Of(folder, json);
    }

    internal SourceFolder Folder { get; }

    internal NodePackageManager Manager { get; }

    internal string? Name => json.Text("name") is { } name ? name[(name.LastIndexOf('/') + 1)..] : null;

    internal string? Main => json.Text("main");

    internal bool IsWorkspaceRoot => json.At("workspaces").Exists() || Folder.Has("pnpm-workspace.yaml");

    internal static NodePackage? In(SourceFolder folder) =>
        folder.Has(FileName) && folder.JsonOf(FileName) is { ValueKind: JsonValueKind.Object } json
            ? new NodePackage(folder, json)
            : null;

    internal bool DependsOn(string package) => dependencies.Contains(package);

    internal string? FirstDependency(params ReadOnlySpan<string> packages)
    {
        foreach (var package in packages)
        {
            if (dependencies.Contains(package))
            {
                return package;
            }
        }

        return null;
    }

    internal string? Script(string name) =>
        json.Text("scripts", name) is { } script && !string.IsNullOrWhiteSpace(script) ? script.Trim() : null;

    /// <summary>The range of versions of a dependency, such as "^2.15.0"; empty when it is not there.</summary>
    internal string VersionOf(string package) =>
        json.Text("dependencies", package) ?? json.Text("devDependencies", package) ?? string.Empty;

    /// <summary>A draft with all that every Node.js component has in common: version, package manager, install and build.</summary>
    internal ComponentDraft Draft(string? framework, string because)
    {
        var draft = new ComponentDraft(Folder, EnvironmentSlug, "Node.js")
            .Named(Name)
            .WithLanguage(FileName, "describes a Node.js package")
            .WithVersion(Version())
            .WithPackageManager(Manager.Program, Manager.File, Manager.Detail)
            .WithFramework(framework, FileName, because);
        if (dependencies.Count > 0 || IsWorkspaceRoot || InstallScripts.Any(script => Script(script) is not null))
        {
            draft.Installs(Manager.Install, Manager.File, Manager.Detail);
        }

        return Script("build") is { } build ? draft.Builds(Manager.Run("build"), FileName, $"scripts.build: {build}") : draft;
    }

    /// <summary>
    /// How a script is started. A plain "node file" is run as such: it starts faster than through the package
    /// manager, and SIGTERM reaches it.
    /// </summary>
    internal Finding? Start(string script)
    {
        if (Script(script) is not { } line)
        {
            return null;
        }

        var isPlain = line.StartsWith("node ", StringComparison.Ordinal)
            && line.AsSpan().IndexOfAny(ShellSyntax) < 0
            && Script("pre" + script) is null;
        return new Finding(isPlain ? line : Manager.Run(script), FileName, $"scripts.{script}: {line}");
    }

    private Finding? Version() =>
        From(FileName, "engines.node", json.Text("engines", "node"))
        ?? From(".nvmrc", "names the version", Folder.FirstLine(".nvmrc"))
        ?? From(".node-version", "names the version", Folder.FirstLine(".node-version"))
        ?? ToolVersions.Of(Folder, "nodejs", "node")
        ?? From(FileName, "volta.node", json.Text("volta", "node"));

    private static Finding? From(string file, string detail, string? version) =>
        string.IsNullOrWhiteSpace(version) ? null : new Finding(version.Trim().TrimStart('v'), file, $"{detail}: {version.Trim()}");
}
