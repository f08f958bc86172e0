using System.Buffers;

namespace Pipelines.AppSpecs;

/// <summary>Rules about where a component comes from.</summary>
internal static class SourceRules
{
    private static readonly SearchValues<char> s_notInBranches = SearchValues.Create(" ~^:?*[\\");

    private static readonly string[] s_urlSchemes = ["https", "http", "ssh", "git", "file"];

    public static void Check(SpecCheck check, string path, IBuildableComponent component)
    {
        CheckExactlyOne(check, path, component);
        if (component.Git is { } git)
        {
            CheckGit(check, SpecPath.Field(path, "git"), git);
        }

        CheckHosted(check, SpecPath.Field(path, "github"), component.GitHub, grouped: false);
        CheckHosted(check, SpecPath.Field(path, "gitlab"), component.GitLab, grouped: true);
        CheckHosted(check, SpecPath.Field(path, "bitbucket"), component.Bitbucket, grouped: false);
        if (component.Image is { } image)
        {
            ImageRules.Check(check, SpecPath.Field(path, "image"), image);
        }
    }

    private static void CheckExactlyOne(SpecCheck check, string path, IBuildableComponent component)
    {
        if (check.IsUncertain(path, "git", "github", "gitlab", "bitbucket", "image"))
        {
            return;
        }

        var allowed = component is IScalableComponent ? "git, github, gitlab, bitbucket, image" : "git, github, gitlab, bitbucket";
        var given = new (string Name, object? Source)[]
            {
                ("git", component.Git),
                ("github", component.GitHub),
                ("gitlab", component.GitLab),
                ("bitbucket", component.Bitbucket),
                ("image", component.Image),
            }
            .Where(source => source.Source is not null)
            .Select(source => source.Name)
            .ToList();
        if (given.Count != 1)
        {
            check.Report(path, $"exactly one source is required, one of {allowed}; found {(given.Count == 0 ? "none" : string.Join(", ", given))}");
        }
    }

    private static void CheckGit(SpecCheck check, string path, GitSource git)
    {
        if (check.Require(path, "repo_clone_url", git.RepoCloneUrl))
        {
            check.ReportWhen(
                !IsCloneUrl(git.RepoCloneUrl!),
                SpecPath.Field(path, "repo_clone_url"),
                $"repo_clone_url must be a URL ({string.Join(", ", s_urlSchemes)}), user@host:path or an absolute path",
                Sources.WithoutCredentials(git.RepoCloneUrl!));
        }

        CheckBranch(check, path, git.Branch);
    }

    /// <summary>Nothing that git could take for an option or a transport of its own, such as <c>ext::</c>.</summary>
    private static bool IsCloneUrl(string url)
    {
        if (url.Length > 2048 || url.StartsWith('-') || url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)))
        {
            return false;
        }

        if (url.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var parsed)
                && s_urlSchemes.Contains(parsed.Scheme, StringComparer.Ordinal)
                && (parsed.Host.Length > 0 ? !parsed.Host.StartsWith('-') : parsed.IsFile)
                && !parsed.UserInfo.StartsWith('-');
        }

        return url.StartsWith('/') || SpecPatterns.ScpLikeUrl.IsMatch(url);
    }

    private static void CheckHosted(SpecCheck check, string path, IHostedSource? source, bool grouped)
    {
        if (source is null)
        {
            return;
        }

        if (check.Require(path, "repo", source.Repo))
        {
            var pattern = grouped ? SpecPatterns.GroupedRepository : SpecPatterns.TwoPartRepository;
            check.Match(path, "repo", source.Repo, pattern, grouped ? "of the form group/name" : "of the form owner/name", 255);
        }

        CheckBranch(check, path, source.Branch);
    }

    /// <summary>What <c>git check-ref-format --branch</c> accepts.</summary>
    private static void CheckBranch(SpecCheck check, string path, string? branch)
    {
        if (branch is null)
        {
            return;
        }

        var wrong = branch.Length is 0 or > 255
            || branch[0] is '-' or '/' or '.'
            || branch[^1] is '/' or '.'
            || branch == "@"
            || branch.AsSpan().ContainsAny(s_notInBranches)
            || branch.Any(char.IsControl)
            || new[] { "..", "//", "@{", "/." }.Any(part => branch.Contains(part, StringComparison.Ordinal))
            || branch.Split('/').Any(part => part.EndsWith(".lock", StringComparison.Ordinal));
        check.ReportWhen(wrong, SpecPath.Field(path, "branch"), "branch must be a name that git allows", branch);
    }
}
