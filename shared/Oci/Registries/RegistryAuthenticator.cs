using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pipelines.Oci;

/// <summary>
/// Answers a registry's challenges: basic authentication, or a bearer token of the token server it names
/// (distribution spec, "Token Authentication"). Tokens are kept by scope until shortly before they expire.
/// </summary>
internal sealed class RegistryAuthenticator(HttpClient http, Uri registry, RegistryOptions options, TimeProvider timeProvider)
{
    private const int MaxTokenBytes = 1 << 20;

    // What the token specification lets a client assume when the server does not say.
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Expires)> tokens = new(StringComparer.Ordinal);
    private volatile bool usesBasic;

    /// <summary>What to send with a request of a scope before any challenge; null when nothing is known yet.</summary>
    public AuthenticationHeaderValue? Current(string scope)
    {
        if (usesBasic)
        {
            return Basic();
        }

        return tokens.TryGetValue(scope, out var token) && token.Expires > timeProvider.GetUtcNow()
            ? new AuthenticationHeaderValue("Bearer", token.Token)
            : null;
    }

    /// <summary>Answers the challenge of a 401.</summary>
    /// <returns>Null when there is nothing to answer it with.</returns>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(HttpResponseMessage response, string scope, CancellationToken cancellationToken)
    {
        if (AuthenticationChallenge.Find(response.Headers.WwwAuthenticate, "Bearer") is { } bearer)
        {
            var token = await FetchTokenAsync(bearer, scope, cancellationToken);
            tokens[scope] = token;
            return new AuthenticationHeaderValue("Bearer", token.Token);
        }

        if (options.Credentials is null || AuthenticationChallenge.Find(response.Headers.WwwAuthenticate, "Basic") is null)
        {
            return null;
        }

        usesBasic = true;
        return Basic();
    }

    /// <summary>Asks the registry what it wants for a scope, and gets it: a token for nothing else where it gives tokens.</summary>
    public async Task<RegistryGrant> GrantAsync(string scope, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(registry, "v2/"));
        using var timeout = new CancellationTokenSource(options.RequestTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        if (AuthenticationChallenge.Find(response.Headers.WwwAuthenticate, "Bearer") is { } bearer)
        {
            var (token, expires) = await FetchTokenAsync(bearer, scope, either.Token);
            return new RegistryGrant("Bearer " + token, expires, IsScoped: true);
        }

        var asksBasic = AuthenticationChallenge.Find(response.Headers.WwwAuthenticate, "Basic") is not null;
        return new RegistryGrant(asksBasic ? Basic()?.ToString() : null, null, IsScoped: !asksBasic);
    }

    private AuthenticationHeaderValue? Basic() => options.Credentials is { } credentials
        ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Username}:{credentials.Password}")))
        : null;

    private async Task<(string Token, DateTimeOffset Expires)> FetchTokenAsync(AuthenticationChallenge challenge, string scope, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, TokenUri(challenge, scope));
        request.Headers.Authorization = Basic();
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RegistryErrors.ReadAsync(response, $"The token server {request.RequestUri!.Authority} of {registry.Authority} refused a token for {scope}", cancellationToken);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return ReadToken(await BoundedContent.ReadAsync(body, MaxTokenBytes, "The answer of the token server", cancellationToken));
    }

    private (string Token, DateTimeOffset Expires) ReadToken(byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            var token = Text(answer, "token") ?? Text(answer, "access_token") ?? throw new RegistryException("The token server's answer holds no token.");
            var lifetime = answer.RootElement.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var value) && value > 0
                ? TimeSpan.FromSeconds(value)
                : DefaultLifetime;
            return (token, timeProvider.GetUtcNow() + lifetime - Leeway);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RegistryException("The token server's answer is not the JSON it should be.");
        }
    }

    private static string? Text(JsonDocument answer, string name) =>
        answer.RootElement.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;

    private Uri TokenUri(AuthenticationChallenge challenge, string scope)
    {
        var isUri = Uri.TryCreate(challenge.Parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm);
        var allowed = isUri && (realm!.Scheme == Uri.UriSchemeHttps || (realm.Scheme == Uri.UriSchemeHttp && registry.Scheme == Uri.UriSchemeHttp));
        if (!allowed)
        {
            throw new RegistryException($"{registry.Authority} names a token server that is not reached by {registry.Scheme}: credentials are not sent there.");
        }

        var query = new StringBuilder(realm!.Query.Length > 1 ? realm.Query[1..] + "&" : string.Empty);
        if (challenge.Parameters.TryGetValue("service", out var service))
        {
            query.Append("service=").Append(Uri.EscapeDataString(service)).Append('&');
        }

        query.AppendJoin('&', scope.Split(' ').Select(part => "scope=" + Uri.EscapeDataString(part)));
        return new UriBuilder(realm) { Query = query.ToString() }.Uri;
    }
}
