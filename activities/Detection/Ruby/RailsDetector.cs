namespace Pipelines.Activities.Detection.Ruby;

/// <summary>Ruby on Rails.</summary>
internal sealed class RailsDetector : IDetector
{
    public string EnvironmentSlug => Gemfile.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (Gemfile.In(folder) is not { } gems || !gems.Has("rails") || folder.FirstOf("config/application.rb", "bin/rails") is not { } file)
        {
            return [];
        }

        var draft = gems.Draft("Rails");
        if (folder.HasFolder("app/assets") || gems.Has("sprockets-rails") || gems.Has("propshaft"))
        {
            draft.Builds("RAILS_ENV=production SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile", file, "has assets");
        }

        return [draft.Runs("bundle exec rails server -b 0.0.0.0 -p $PORT -e ${RAILS_ENV:-production}", file, "is a Rails application")];
    }
}
