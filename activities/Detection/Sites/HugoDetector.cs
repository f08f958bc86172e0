using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Sites;

/// <summary>Hugo: a static site.</summary>
internal sealed class HugoDetector : IDetector
{
    private static readonly Regex PublishFolder = SourcePattern.Of("""(?mi)^\s*"?publishDir"?\s*[=:]\s*["']?([A-Za-z0-9_./-]+)""");

    public string EnvironmentSlug => "hugo";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        var config = folder.FirstOf(
            "hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/hugo.toml", "config/_default/hugo.yaml", "config/_default/config.toml", "config/_default/config.yaml");

        // Before Hugo 0.110 the file was called config.*, which others use as well.
        if (config is null && HasHugoFolders(folder))
        {
            config = folder.FirstOf("config.toml", "config.yaml", "config.yml", "config.json");
        }

        if (config is null)
        {
            return [];
        }

        var stated = folder.Match(config, PublishFolder);
        return [new ComponentDraft(folder, "hugo", "Hugo")
            .WithLanguage(config, "configures Hugo")
            .WithFramework("Hugo", config, "configures Hugo")
            .Builds("hugo --minify", config, "is a Hugo site")
            .Publishes(stated is not null && RelativePath.IsInside(stated) ? stated.TrimEnd('/') : "public", config, stated is null ? "Hugo writes there by default" : $"publishDir {stated}")];
    }

    private static bool HasHugoFolders(SourceFolder folder) =>
        folder.HasFolder("content") && (folder.HasFolder("themes") || folder.HasFolder("layouts") || folder.HasFolder("archetypes"));
}
