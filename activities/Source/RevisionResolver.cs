using System.Net;
using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Source;

/// <summary>Finds the commit of a branch, tag or commit by <c>git ls-remote</c>.</summary>
internal sealed class RevisionResolver(GitClient git, IOptions<GitSourceOptions> options)
{
    private const string Peeled = "^{}";
    private const int MaxSuggestions = 5;

    /// <summary>Finds the commit.</summary>
    /// <exception cref="SourceException">There is no such revision, or no repository.</exception>
    public async Task<SourceRevision> ResolveAsync(RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string? revision, CancellationToken cancellation)
    {
        if (revision is not null)
        {
            RevisionName.Check(revision);
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(options.Value.ResolveTimeout);
        try
        {
            return revision is null
                ? await ResolveDefaultAsync(address, pinned, timeout.Token)
                : await ResolveNamedAsync(address, pinned, revision, timeout.Token);
        }
        catch (GitException problem)
        {
            throw problem.Explain(address);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SourceException($"The repository '{address}' did not answer within {options.Value.ResolveTimeout.TotalSeconds:0} s.", transient: true);
        }
    }

    private async Task<SourceRevision> ResolveDefaultAsync(RepositoryAddress address, IReadOnlyList<IPAddress> pinned, CancellationToken cancellation)
    {
        var output = await git.ReachAsync(address, pinned, null, ["ls-remote", "--symref", "--", address.Remote, "HEAD"], null, cancellation);
        string? branch = null;
        foreach (var line in output.Split('\n'))
        {
            var (left, name) = Columns(line);
            if (name == "HEAD" && left.StartsWith("ref: ", StringComparison.Ordinal))
            {
                branch = left["ref: ".Length..];
            }
            else if (name == "HEAD" && RevisionName.IsCommit(left))
            {
                return new(left, branch);
            }
        }

        throw new SourceException($"The repository '{address}' has no commit on its default branch.");
    }

    private async Task<SourceRevision> ResolveNamedAsync(RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string revision, CancellationToken cancellation)
    {
        string branch = "refs/heads/" + revision, tag = "refs/tags/" + revision;
        var found = await ListAsync(address, pinned, [branch, tag, tag + Peeled], cancellation);
        if (found.TryGetValue(branch, out var commit))
        {
            return new(commit, branch);
        }

        if (found.TryGetValue(tag + Peeled, out commit) || found.TryGetValue(tag, out commit))
        {
            return new(commit, tag);
        }

        return RevisionName.IsCommit(revision)
            ? new(revision, null)
            : await ResolveAmongAllAsync(address, pinned, revision, cancellation);
    }

    private async Task<SourceRevision> ResolveAmongAllAsync(RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string revision, CancellationToken cancellation)
    {
        var all = await ListAsync(address, pinned, [], cancellation);
        if (RevisionName.IsAbbreviatedCommit(revision))
        {
            var commits = all.Values.Where(commit => commit.StartsWith(revision, StringComparison.Ordinal)).Distinct().ToList();
            return commits.Count == 1
                ? new(commits[0], null)
                : throw new SourceException($"'{revision}' is no branch or tag of '{address}'. If it is a commit, give all of its 40 digits.");
        }

        throw new SourceException($"The repository '{address}' has no branch or tag '{revision}'. {Suggest(revision, all.Keys)}");
    }

    private async Task<Dictionary<string, string>> ListAsync(RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string[] patterns, CancellationToken cancellation)
    {
        var output = await git.ReachAsync(address, pinned, null, ["ls-remote", "--", address.Remote, .. patterns], null, cancellation);
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n'))
        {
            var (commit, name) = Columns(line);
            if (RevisionName.IsCommit(commit))
            {
                references[name] = commit;
            }
        }

        return references;
    }

    private static (string Left, string Name) Columns(string line) =>
        line.Split('\t', 2) is [var left, var name] ? (left, name) : (line, string.Empty);

    private static string Suggest(string revision, IEnumerable<string> references)
    {
        var near = references
            .Where(name => name.StartsWith("refs/heads/", StringComparison.Ordinal))
            .Select(name => name["refs/heads/".Length..])
            .OrderBy(name => Distance(name, revision))
            .ThenBy(name => name, StringComparer.Ordinal)
            .Take(MaxSuggestions)
            .ToList();
        return near.Count == 0 ? "It has no branches at all." : $"It has: {string.Join(", ", near)}.";
    }

    /// <summary>The number of insertions, deletions and replacements between two names (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
