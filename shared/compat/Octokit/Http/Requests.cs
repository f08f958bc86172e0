using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Octokit;

/// <summary>Sends requests of GitHub's REST API.</summary>
internal sealed class Requests(Uri baseAddress, ProductHeaderValue product, ICredentialStore credentials)
{
    private const int MaximumAnswer = 16 * 1024 * 1024;
    private const int MaximumRedirects = 3;
    private const string Json = "application/vnd.github+json";

    // One for the process: a client each would leave its connections behind.
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaximumAnswer,
    };

    /// <summary>Gets what tells who asks.</summary>
    public ICredentialStore Credentials => credentials;

    /// <summary>Gets or sets the time that a request may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Reads one thing.</summary>
    public async Task<T> GetAsync<T>(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, new Uri(baseAddress, path), null);
        return await ReadAsync<T>(answer);
    }

    /// <summary>Makes one thing.</summary>
    public async Task<T> PostAsync<T>(string path, object? body)
    {
        using var answer = await SendAsync(HttpMethod.Post, new Uri(baseAddress, path), body);
        return await ReadAsync<T>(answer);
    }

    /// <summary>Reads a list, page by page.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string path, ApiOptions options)
    {
        var found = new List<T>();
        var next = new Uri(baseAddress, path + Query(options));
        for (var page = 0; next is not null && page < (options.PageCount ?? int.MaxValue); page++)
        {
            using var answer = await SendAsync(HttpMethod.Get, next, null);
            found.AddRange(await ReadAsync<List<T>>(answer));
            next = NextPage(answer);
        }

        return found;
    }

    /// <summary>Writes a part of a path.</summary>
    public static string Escape(string part)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        return Uri.EscapeDataString(part);
    }

    private static string Query(ApiOptions options)
    {
        var parts = new List<string>();
        if (options.StartPage is { } first)
        {
            parts.Add($"page={first}");
        }

        if (options.PageSize is { } size)
        {
            parts.Add($"per_page={size}");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<T>(GitHubJson.Options) ?? throw new ApiException("the answer is empty", answer.StatusCode);

    private Uri? NextPage(HttpResponseMessage answer)
    {
        foreach (var link in answer.Headers.TryGetValues("Link", out var values) ? values.SelectMany(value => value.Split(',')) : [])
        {
            if (link.Split(';') is [var address, .. var parameters] && parameters.Any(parameter => parameter.Trim() == "rel=\"next\"")
                && Uri.TryCreate(address.Trim().Trim('<', '>'), UriKind.Absolute, out var uri) && IsOurs(uri))
            {
                return uri;
            }
        }

        return null;
    }

    // Credentials go to no other host.
    private bool IsOurs(Uri uri) => uri.Scheme == baseAddress.Scheme && uri.Authority == baseAddress.Authority;

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, object? body)
    {
        using var limit = new CancellationTokenSource(Timeout);
        for (var redirects = 0; ; redirects++)
        {
            using var request = await RequestAsync(method, address, body);
            var answer = await s_http.SendAsync(request, limit.Token);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                if (answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Redirect or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
                    && redirects < MaximumRedirects && answer.Headers.Location is { } location && IsOurs(new Uri(address, location)))
                {
                    address = new Uri(address, location);
                    continue;
                }

                throw Problems.Of(answer, await answer.Content.ReadAsStringAsync(limit.Token));
            }
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, Uri address, object? body)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Json));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(product.Name, product.Version));
        request.Headers.Authorization = await credentials.GetCredentials() switch
        {
            { AuthenticationType: AuthenticationType.Oauth } token => new AuthenticationHeaderValue("Token", token.Password),
            { AuthenticationType: AuthenticationType.Bearer } token => new AuthenticationHeaderValue("Bearer", token.Password),
            { AuthenticationType: AuthenticationType.Basic } user => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Login}:{user.Password}"))),
            _ => null,
        };
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(body is null ? "" : JsonSerializer.Serialize(body, GitHubJson.Options), Encoding.UTF8, "application/json");
        }

        return request;
    }
}
