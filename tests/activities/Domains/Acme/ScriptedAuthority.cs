using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipelines.Activities.Tests.Domains.Acme;

/// <summary>An authority that answers as a test says, for what a real one cannot be brought to do.</summary>
internal sealed class ScriptedAuthority : HttpMessageHandler
{
    private int _nonce;

    public static Uri Directory { get; } = new("https://ca.test/dir");

    /// <summary>Gets the answers, by path; each is given once, the last one again and again.</summary>
    public Dictionary<string, Queue<Func<HttpResponseMessage>>> Answers { get; } = [];

    /// <summary>Gets what was asked: path and protected header.</summary>
    public List<(string Path, JsonObject? Header)> Requests { get; } = [];

    public void On(string path, params Func<HttpResponseMessage>[] answers) => Answers[path] = new Queue<Func<HttpResponseMessage>>(answers);

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK, string? location = null, int? retryAfter = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (location is not null)
        {
            answer.Headers.Location = new Uri(location);
        }

        if (retryAfter is { } seconds)
        {
            answer.Headers.Add("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return answer;
    }

    public static HttpResponseMessage Problem(string kind, HttpStatusCode status = HttpStatusCode.BadRequest, int? retryAfter = null) =>
        Json($$"""{"type":"urn:ietf:params:acme:error:{{kind}}","detail":"because of {{kind}}"}""", status, retryAfter: retryAfter);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
        var header = body is null ? null : JsonNode.Parse(Base64Url.DecodeFromChars((string)body["protected"]!))!.AsObject();
        Requests.Add((path, header));
        var answer = path switch
        {
            "/dir" => Json("""{"newNonce":"https://ca.test/nonce","newAccount":"https://ca.test/account","newOrder":"https://ca.test/order","renewalInfo":"https://ca.test/renewal"}"""),
            "/nonce" => new HttpResponseMessage(HttpStatusCode.OK),
            _ when Answers.TryGetValue(path, out var queue) => (queue.Count > 1 ? queue.Dequeue() : queue.Peek())(),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
        answer.Headers.Add("Replay-Nonce", $"nonce-{++_nonce}");
        return answer;
    }
}
