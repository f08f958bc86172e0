using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Ruby;

/// <summary>The gems and the version that a Gemfile names.</summary>
internal sealed class Gemfile
{
    internal const string FileName = "Gemfile";
    internal const string EnvironmentSlug = "ruby";

    private static readonly Regex Gem = SourcePattern.Of("""(?m)^\s*gem\s*\(?\s*['"]([A-Za-z0-9._-]+)['"]""");
    private static readonly Regex RubyVersion = SourcePattern.Of("""(?m)^\s*ruby\s*\(?\s*['"]([^'"]+)['"]""");
    private static readonly Regex LockedVersion = SourcePattern.Of(@"(?m)^RUBY VERSION\s+ruby ([0-9.]+)");

    private readonly HashSet<string> gems;

    private Gemfile(SourceFolder folder, string text)
    {
        Folder = folder;
        gems = Gem.Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
    }

    internal SourceFolder Folder { get; }

    internal static Gemfile? In(SourceFolder folder) => folder.Text(FileName) is { } text ? new Gemfile(folder, text) : null;

    internal bool Has(string gem) => gems.Contains(gem);

    internal ComponentDraft Draft(string? framework)
    {
        return new ComponentDraft(Folder, EnvironmentSlug, "Ruby")
            .WithLanguage(FileName, "names Ruby gems")
            .WithVersion(Version())
            .WithPackageManager("bundler", FileName, "is Bundler's manifest")
            .WithFramework(framework, FileName, $"names {framework}")
            .Installs("bundle install", Folder.FirstOf("Gemfile.lock") ?? FileName, "names the gems");
    }

    private Finding? Version() =>
        Found(Folder.FirstLine(".ruby-version")?.Replace("ruby-", string.Empty, StringComparison.Ordinal), ".ruby-version")
        ?? Found(Folder.Match(FileName, RubyVersion), FileName)
        ?? ToolVersions.Of(Folder, "ruby")
        ?? Found(Folder.Match("Gemfile.lock", LockedVersion), "Gemfile.lock");

    private static Finding? Found(string? version, string file) =>
        string.IsNullOrWhiteSpace(version) ? null : new Finding(version, file, $"ruby {version}");
}
