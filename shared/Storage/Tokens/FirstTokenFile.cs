using Pipelines.Storage.Files;

namespace Pipelines.Storage.Tokens;

/// <summary>
/// The file that holds the first token, mode 0600, so that whoever starts the platform can use it. The file is made
/// before the token is stored: a crash in between is repaired at the next start.
/// </summary>
/// <param name="path">The file, usually <c>token</c> in the data directory.</param>
/// <param name="tokens">Where the token is stored.</param>
public sealed class FirstTokenFile(string path, TokenStore tokens)
{
    private const string TokenName = "first token";

    /// <summary>Gets the file's path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Makes an administrator's token at the very first start; later it changes nothing.</summary>
    /// <param name="teamId">Whose resources the token opens.</param>
    /// <param name="cancellation">Cancels the making.</param>
    /// <returns>The token in the file, or null where the file was removed after the first start.</returns>
    /// <exception cref="InvalidOperationException">The file holds no token or is open to other users.</exception>
    public async Task<string?> EnsureAsync(string teamId, CancellationToken cancellation = default)
    {
        if (!File.Exists(Path))
        {
            if (await tokens.AnyAsync(cancellation))
            {
                return null;
            }

            if (PrivateFile.TryCreate(Path, TokenSecret.New() + "\n"))
            {
                StorageMetrics.Committed("tokens");
            }
        }

        PrivateFile.RequirePrivate(Path);
        var secret = (await File.ReadAllTextAsync(Path, cancellation)).Trim();
        if (!TokenSecret.IsWellFormed(secret))
        {
            throw new InvalidOperationException($"'{Path}' holds no token of this platform. Remove it, and make a token through the API.");
        }

        // One that is stored already stays as it is, revoked or not.
        await tokens.RegisterAsync(secret, TokenName, TokenScopes.Admin, teamId, null, cancellation);
        return secret;
    }
}
