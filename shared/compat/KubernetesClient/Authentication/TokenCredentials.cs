namespace k8s.Authentication;

/// <summary>Proves by a token.</summary>
public class TokenCredentials : ServiceClientCredentials
{
    /// <summary>Initializes a new instance of the <see cref="TokenCredentials"/> class.</summary>
    /// <param name="token">A bearer token.</param>
    public TokenCredentials(string token)
        : this(token, "Bearer")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="TokenCredentials"/> class.</summary>
    /// <param name="token">A token.</param>
    /// <param name="tokenType">Its scheme.</param>
    public TokenCredentials(string token, string tokenType)
        : this(new StringTokenProvider(NotEmpty(token, nameof(token)), NotEmpty(tokenType, nameof(tokenType))))
    {
    }

    /// <summary>Initializes a new instance of the <see cref="TokenCredentials"/> class.</summary>
    /// <param name="tokenProvider">Where tokens come from.</param>
    public TokenCredentials(ITokenProvider tokenProvider)
    {
        ArgumentNullException.ThrowIfNull(tokenProvider);
        TokenProvider = tokenProvider;
    }

    /// <summary>Gets where tokens come from.</summary>
    protected ITokenProvider TokenProvider { get; }

    /// <inheritdoc/>
    public override async Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Authorization = await TokenProvider.GetAuthenticationHeaderAsync(cancellationToken);
    }

    private static string NotEmpty(string value, string name) =>
        string.IsNullOrEmpty(value) ? throw new ArgumentNullException(name) : value;
}
