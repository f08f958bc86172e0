using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>A token that never changes.</summary>
public sealed class StringTokenProvider : ITokenProvider
{
    private readonly AuthenticationHeaderValue header;

    /// <summary>Initializes a new instance of the <see cref="StringTokenProvider"/> class.</summary>
    /// <param name="accessToken">The token.</param>
    /// <param name="tokenType">The scheme, as <c>Bearer</c>.</param>
    public StringTokenProvider(string accessToken, string tokenType)
    {
        TokenType = tokenType;
        header = new AuthenticationHeaderValue(tokenType, accessToken);
    }

    /// <summary>Gets the scheme, as <c>Bearer</c>.</summary>
    public string TokenType { get; }

    /// <inheritdoc/>
    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) => Task.FromResult(header);
}
