using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pipelines.Activities.Domains.Acme;

/// <summary>Speaks to an authority: nonces, signatures, problems (RFC 8555, 6).</summary>
/// <param name="http">Connects; follows no redirects, and reads at most what one answer may have.</param>
/// <param name="directoryUrl">The authority's directory.</param>
/// <param name="time">The clock.</param>
internal sealed class AcmeTransport(HttpClient http, Uri directoryUrl, TimeProvider time)
{
    private const int Attempts = 5;
    private const int MostNonces = 100;
    private const string NonceHeader = "Replay-Nonce";
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);
    private readonly ConcurrentQueue<string> _nonces = new();
    private AcmeDirectory? _directory;

    /// <summary>Gets how answers are read.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the directory, once.</summary>
    /// <exception cref="AcmeException">There is none.</exception>
    public async Task<AcmeDirectory> GetDirectoryAsync(CancellationToken cancellation)
    {
        if (_directory is { } known)
        {
            return known;
        }

        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, Secure(directoryUrl)), cancellation);
        return _directory = Read<AcmeDirectory>(answer.Body);
    }

    /// <summary>Reads something that needs no signature.</summary>
    /// <exception cref="AcmeException">The authority refuses, or does not answer.</exception>
    public Task<AcmeAnswer> GetAsync(Uri url, CancellationToken cancellation) => SendAsync(new HttpRequestMessage(HttpMethod.Get, Secure(url)), cancellation);

    /// <summary>Sends a signed request, with another nonce where one is refused.</summary>
    /// <param name="url">The address.</param>
    /// <param name="payload">The body, JSON; empty for a mere look.</param>
    /// <param name="key">The account's key.</param>
    /// <param name="accountUrl">The account; null to give the key itself instead.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="AcmeException">The authority refuses, or does not answer.</exception>
    public async Task<AcmeAnswer> PostAsync(Uri url, string payload, AccountKey key, Uri? accountUrl, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var body = SignedRequest.Sign(key, accountUrl, await TakeNonceAsync(cancellation), Secure(url), payload);
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/jose+json");
            try
            {
                return await SendAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = content }, cancellation);
            }
            catch (AcmeException exception) when (exception.Problem?.Kind == "badNonce" && attempt < Attempts)
            {
                // The answer that refuses a nonce brings a fresh one; those kept for longer may be worth no more than this was.
                while (_nonces.Count > 1)
                {
                    _ = _nonces.TryDequeue(out _);
                }
            }
        }
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="AcmeException">It is not what is expected.</exception>
    public static T Read<T>(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json) ?? throw AcmeException.Unavailable("The certificate authority answered with nothing.");
        }
        catch (JsonException exception)
        {
            throw AcmeException.Unavailable("The certificate authority's answer cannot be read.", exception);
        }
    }

    // What an authority names is where keys and proofs are sent to: never in the clear.
    private static Uri Secure(Uri url) => url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps
        ? url
        : throw AcmeException.Unavailable($"The certificate authority names the address {url}, which is not https.");

    private async Task<string> TakeNonceAsync(CancellationToken cancellation)
    {
        if (_nonces.TryDequeue(out var kept))
        {
            return kept;
        }

        _ = await SendAsync(new HttpRequestMessage(HttpMethod.Head, Secure((await GetDirectoryAsync(cancellation)).NewNonce)), cancellation);
        return _nonces.TryDequeue(out var fresh) ? fresh : throw AcmeException.Unavailable("The certificate authority gives no nonces.");
    }

    private async Task<AcmeAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using (request)
            {
                using var response = await http.SendAsync(request, cancellation);
                KeepNonce(response);
                var body = await response.Content.ReadAsStringAsync(cancellation);
                return response.IsSuccessStatusCode
                    ? new AcmeAnswer(body, response.Headers.Location, WaitOf(response))
                    : throw Refusal(response, body);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw AcmeException.Unavailable($"The certificate authority at {directoryUrl.Host} does not answer: {exception.Message}", exception);
        }
    }

    private void KeepNonce(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues(NonceHeader, out var values) && values.FirstOrDefault() is { Length: > 0 and < 512 } nonce && _nonces.Count < MostNonces)
        {
            _nonces.Enqueue(nonce);
        }
    }

    private AcmeException Refusal(HttpResponseMessage response, string body)
    {
        AcmeProblem? problem = null;
        try
        {
            problem = JsonSerializer.Deserialize<AcmeProblem>(body, Json);
        }
        catch (JsonException)
        {
            // Said by its status alone.
        }

        return problem?.Type is null && response.StatusCode != HttpStatusCode.TooManyRequests
            ? AcmeException.Unavailable($"The certificate authority answered {(int)response.StatusCode}.")
            : AcmeException.Refused(problem?.Type is null ? new AcmeProblem("urn:ietf:params:acme:error:rateLimited", "The certificate authority was asked too often.") : problem, WaitOf(response));
    }

    private TimeSpan? WaitOf(HttpResponseMessage response) => (response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => (TimeSpan?)null,
    }) is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, s_longestWait.Ticks)) : null;
}
