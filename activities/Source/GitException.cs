namespace Pipelines.Activities.Source;

/// <summary>git ended with an error.</summary>
internal sealed class GitException(int exitCode, IReadOnlyList<string> lines)
    : Exception($"git ended with exit code {exitCode}: {string.Join(" / ", lines.TakeLast(3))}")
{
    /// <summary>Gets what git wrote to standard error, without credentials.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;

    /// <summary>Gets a value indicating whether git said something.</summary>
    public bool Says(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (Lines.Any(line => line.Contains(text, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What went wrong, in the words a user can act on.</summary>
    public SourceException Explain(RepositoryAddress address)
    {
        if (Says("terminal prompts disabled", "could not read Username", "could not read Password", "Authentication failed", "Permission denied (", "returned error: 403", "returned error: 401"))
        {
            return new($"The repository '{address}' asks for credentials that it did not get, or does not accept them.", innerException: this);
        }

        if (Says("not found", "does not appear to be a git repository", "does not exist", "returned error: 404", "not valid: is this a git repository"))
        {
            return new($"There is no repository at '{address}', or it is private and needs credentials.", innerException: this);
        }

        if (Says("Could not resolve", "Temporary failure in name resolution", "Connection refused", "Connection timed out", "Operation timed out",
            "Failed to connect", "Connection reset", "No route to host", "early EOF", "hung up", "returned error: 5", "Operation too slow", "kex_exchange_identification"))
        {
            return new($"The repository '{address}' cannot be reached: {LastWords}", transient: true, this);
        }

        return new($"git could not read the repository '{address}': {LastWords}", innerException: this);
    }

    private string LastWords => Lines.LastOrDefault(line => line.Length > 0 && !line.StartsWith("hint:", StringComparison.Ordinal)) ?? Message;
}
