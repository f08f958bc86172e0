using System.Net.Http.Headers;
using k8s.Exceptions;
using k8s.Loading;

namespace k8s.Authentication;

/// <summary>
/// A token in a file that somebody renews, as the kubelet does for service accounts. The file is read for each request: a
/// token is small, and neither times nor links tell reliably whether it is another one.
/// </summary>
public class TokenFileAuth : ITokenProvider
{
    private readonly string file;
    private volatile AuthenticationHeaderValue? last;

    /// <summary>Initializes a new instance of the <see cref="TokenFileAuth"/> class.</summary>
    /// <param name="tokenFile">The file's path.</param>
    public TokenFileAuth(string tokenFile)
    {
        file = tokenFile;
    }

    /// <inheritdoc/>
    /// <exception cref="KubeConfigException">The file cannot be read or is empty, and there was no token before.</exception>
    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) => Task.FromResult(Read());

    private AuthenticationHeaderValue Read()
    {
        var known = last;
        try
        {
            var token = BoundedFile.ReadText(file).Trim();
            if (token.Length > 0)
            {
                return known?.Parameter == token ? known : last = Bearer(token);
            }

            // Whoever renews the file in place is in the middle of it.
            return known ?? throw new KubeConfigException($"The token file {file} is empty.");
        }
        catch (KubeConfigException) when (known is not null)
        {
            return known;
        }
    }

    private AuthenticationHeaderValue Bearer(string token) =>
        token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw new KubeConfigException($"The token file {file} does not hold a token: it has spaces, line breaks or characters beyond ASCII.")
            : new AuthenticationHeaderValue("Bearer", token);
}
