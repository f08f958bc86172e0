using Microsoft.AspNetCore.Http;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>Finds the token of a request (RFC 6750, 2.1: only in its header).</summary>
/// <param name="tokens">The tokens.</param>
public sealed class TokenAuthentication(TokenStore tokens)
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "Bearer";

    /// <summary>Finds it.</summary>
    /// <returns>The token, or null where there is none that is valid now.</returns>
    public async Task<AccessToken?> FindAsync(HttpRequest request, CancellationToken cancellation)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase)
            ? await tokens.AuthenticateAsync(header[Scheme.Length..].Trim(), cancellation)
            : null;
    }
}
