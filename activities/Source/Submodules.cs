namespace Pipelines.Activities.Source;

/// <summary>The submodules that a commit's <c>.gitmodules</c> names.</summary>
internal sealed class Submodules
{
    private readonly RepositoryAddress parent;
    private readonly Dictionary<string, string> urls;

    private Submodules(RepositoryAddress parent, Dictionary<string, string> urls)
    {
        this.parent = parent;
        this.urls = urls;
    }

    /// <summary>Reads <c>.gitmodules</c> with git's own parser, which only reads.</summary>
    public static async Task<Submodules> ReadAsync(GitClient git, RepositoryAddress parent, string repository, string? blob, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (blob is not null)
        {
            var text = await git.ReadAsync(repository, ["config", "--no-includes", "--blob", blob, "--null", "--list"], cancellation);
            foreach (var setting in text.Split('\0', StringSplitOptions.RemoveEmptyEntries))
            {
                var (key, value) = setting.Split('\n', 2) is [var k, var v] ? (k, v) : (setting, string.Empty);
                values[key] = value;
            }
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, path) in values.Where(setting => setting.Key.StartsWith("submodule.", StringComparison.Ordinal) && setting.Key.EndsWith(".path", StringComparison.Ordinal)))
        {
            if (values.TryGetValue(string.Concat(key.AsSpan(0, key.Length - "path".Length), "url"), out var url))
            {
                found[path.Trim('/')] = url;
            }
        }

        return new(parent, found);
    }

    /// <summary>The address of the submodule at a path.</summary>
    /// <exception cref="SourceException">It has none, or one that must not be used.</exception>
    public RepositoryAddress AddressOf(string path)
    {
        if (!urls.TryGetValue(path, out var url))
        {
            throw new SourceException($"'{path}' is a submodule, but .gitmodules does not tell its address.");
        }

        var address = IsRelative(url) ? Relative(path, url) : RepositoryAddressParser.Parse(url);
        return address.Scheme == RepositoryScheme.Local && parent.Scheme != RepositoryScheme.Local
            ? throw new SourceException($"The submodule '{path}' of '{parent}' points to a directory of this machine, which is refused.")
            : address.Credential is null && address.Origin == parent.Origin ? address with { Credential = parent.Credential } : address;
    }

    private static bool IsRelative(string url) =>
        url.StartsWith("./", StringComparison.Ordinal) || url.StartsWith("../", StringComparison.Ordinal);

    /// <summary>As gitmodules(5): relative to the address of the repository that contains it.</summary>
    private RepositoryAddress Relative(string path, string url)
    {
        var rooted = parent.Path.StartsWith('/');
        var parts = parent.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var part in url.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                throw new SourceException($"The address '{url}' of the submodule '{path}' leads out of its host.");
            }
        }

        var text = (rooted ? "/" : string.Empty) + string.Join('/', parts);
        var absolute = parent with { Path = text };

        // Through the parser once more: what was joined has to pass the same rules.
        return RepositoryAddressParser.Parse(absolute.Url) with { Credential = parent.Credential };
    }
}
