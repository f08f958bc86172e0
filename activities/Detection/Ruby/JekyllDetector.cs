namespace Pipelines.Activities.Detection.Ruby;

/// <summary>Jekyll: a static site.</summary>
internal sealed class JekyllDetector : IDetector
{
    private const string Output = "_site";

    public string EnvironmentSlug => Gemfile.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        var config = folder.FirstOf("_config.yml", "_config.yaml", "_config.toml");
        if (Gemfile.In(folder) is { } gems)
        {
            return gems.Has("jekyll") || gems.Has("github-pages")
                ? [gems.Draft("Jekyll")
                    .Builds("JEKYLL_ENV=production bundle exec jekyll build", config ?? Gemfile.FileName, "is a Jekyll site")
                    .Publishes(Output, config ?? Gemfile.FileName, "Jekyll writes there by default")]
                : [];
        }

        return config is not null && (folder.HasFolder("_posts") || folder.HasFolder("_layouts") || folder.HasFolder("_includes"))
            ? [new ComponentDraft(folder, Gemfile.EnvironmentSlug, "Ruby")
                .WithLanguage(config, "configures Jekyll")
                .WithFramework("Jekyll", config, "stands beside _posts, _layouts or _includes")
                .Builds("JEKYLL_ENV=production jekyll build", config, "is a Jekyll site")
                .Publishes(Output, config, "Jekyll writes there by default")]
            : [];
    }
}
