using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Activities.Statuses;

/// <summary>Posts statuses over plain HTTP: answers bounded, no redirects, for what is sent has credentials.</summary>
internal static class StatusHttp
{
    private const int MaximumAnswer = 256 * 1024;
    private const int MaximumQuote = 200;
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(20),
        MaxResponseContentBufferSize = MaximumAnswer,
    };

    /// <summary>Posts JSON.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">What; names in snake case, without what is null.</param>
    /// <param name="authorize">Adds the credentials.</param>
    /// <param name="now">The time, for a Retry-After that names one.</param>
    /// <param name="isDone">Tells of a refusal by status and text that the status is there already.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="StatusRefusedException">It is refused.</exception>
    public static async Task PostAsync(
        Uri address, object body, Action<HttpRequestHeaders> authorize, DateTimeOffset now, Func<HttpStatusCode, string, bool> isDone, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body, options: s_json) };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Pipelines", null));
        authorize(request.Headers);
        using var answer = await s_http.SendAsync(request, cancellation);
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (isDone(answer.StatusCode, text))
        {
            return;
        }

        var isLimit = answer.StatusCode == HttpStatusCode.TooManyRequests;
        throw new StatusRefusedException(
            $"{(int)answer.StatusCode} {PlainText(text)}", isLimit || (int)answer.StatusCode >= 500, WaitOf(answer.Headers.RetryAfter, now) ?? (isLimit ? TimeSpan.FromMinutes(1) : null));
    }

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    private static string PlainText(string text) => new([.. text.Take(MaximumQuote).Select(character => char.IsControl(character) ? ' ' : character)]);
}
