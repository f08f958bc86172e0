using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Ruby;

/// <summary>Sinatra and other Rack applications; other Ruby programs by the customary name of their file.</summary>
internal sealed class RackDetector : IDetector
{
    private const string Rackup = "config.ru";

    private static readonly Regex RequiresSinatra = SourcePattern.Of("""(?m)^\s*require\s*\(?\s*['"](sinatra)['"]""");

    public string EnvironmentSlug => Gemfile.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (Gemfile.In(folder) is not { } gems)
        {
            return [];
        }

        var draft = gems.Draft(gems.Has("sinatra") ? "Sinatra" : gems.Has("hanami") ? "Hanami" : gems.Has("roda") ? "Roda" : null);
        if (folder.Has(Rackup))
        {
            return [draft.Runs(
                gems.Has("puma") ? "bundle exec puma -b tcp://0.0.0.0:$PORT" : "bundle exec rackup --host 0.0.0.0 --port $PORT " + Rackup,
                Rackup,
                "is a Rack application")];
        }

        if (folder.FirstOf("app.rb", "server.rb", "main.rb") is not { } file)
        {
            return [draft.Lacks("Neither config.ru nor app.rb was found: add a Procfile with a line \"web: …\", or state run_command.")];
        }

        return [folder.Match(file, RequiresSinatra) is not null
            ? draft.Runs($"bundle exec ruby {file} -o 0.0.0.0 -p $PORT", file, "requires sinatra")
            : draft.Runs($"bundle exec ruby {file}", file, "has a customary name").ListensAsIn(file)];
    }
}
