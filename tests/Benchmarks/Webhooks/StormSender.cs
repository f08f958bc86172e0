using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Webhooks;

/// <summary>Sends deliveries as GitHub does, again while nobody answers, and counts the answers.</summary>
internal sealed class StormSender(HttpClient api, PushedRepository repository, string secret)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();

    /// <summary>Gets the times of answers with 2xx, in milliseconds.</summary>
    public Samples Acknowledged { get; } = new();

    /// <summary>Gets how many of which answer there were.</summary>
    public SortedDictionary<string, int> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the pushes of which at least one delivery was taken.</summary>
    public HashSet<int> Taken { get; } = [];

    /// <summary>Gets how often nobody answered.</summary>
    public int Unanswered { get; private set; }

    public async Task SendAsync(StormDelivery delivery, CancellationToken cancellation)
    {
        repository.Push(delivery.Push);
        var body = Body(delivery.Push);
        while (true)
        {
            try
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await api.SendAsync(Request(delivery, body), cancellation);
                var text = await answer.Content.ReadAsStringAsync(cancellation);
                Note(delivery, answer.StatusCode, text, Stopwatch.GetElapsedTime(began));
                return;
            }
            catch (HttpRequestException)
            {
                lock (_lock)
                {
                    Unanswered++;
                }

                await Poll.PauseAsync(Pause, cancellation);
            }
        }
    }

    private void Note(StormDelivery delivery, HttpStatusCode status, string text, TimeSpan took)
    {
        var isTaken = (int)status is >= 200 and < 300;
        using var document = JsonDocument.Parse(text);
        var result = isTaken ? document.RootElement.GetProperty("result").GetString()! : ((int)status).ToString();
        lock (_lock)
        {
            var kind = (delivery.IsForged ? "forged: " : "") + result;
            Answers[kind] = Answers.GetValueOrDefault(kind) + 1;
            if (isTaken)
            {
                Acknowledged.Add(took.TotalMilliseconds);
                _ = Taken.Add(delivery.Push);
            }
        }
    }

    private byte[] Body(int push) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        @ref = "refs/heads/main",
        before = repository.Commits[push - 1],
        after = repository.Commits[push],
        repository = new { full_name = "o/shop", clone_url = "https://github.com/o/shop.git", pushed_at = 1_700_000_000 + push },
        head_commit = new { message = $"Change {push}" },
        commits = new[] { new { id = repository.Commits[push], added = Array.Empty<string>(), modified = new[] { "index.html" }, removed = Array.Empty<string>() } },
    });

    private HttpRequestMessage Request(StormDelivery delivery, byte[] body)
    {
        var key = Encoding.UTF8.GetBytes(delivery.IsForged ? "guess" : secret);
        var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/github") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", delivery.Id);
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, body)));
        return request;
    }
}
