using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Pipelines.Benchmarks.Deployments;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Webhooks;

/// <summary>
/// 10,000 webhooks of 3,500 pushes to one branch: delivered twice, in another order, under other ids, with forgeries among
/// them, from several senders, while the pushes are deployed; the control plane is killed in the middle.
/// </summary>
internal sealed class WebhookStormBenchmark : IBenchmark
{
    private const int Pushes = 3500;
    private const int Replays = 500;
    private const int Forgeries = 2500;
    private const int Disorder = 25;
    private const int Senders = 8;
    private const string Secret = "a secret of the benchmark";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public string Name => "webhook-storm";

    public string Description => $"{(2 * Pushes) + Replays + Forgeries} webhooks of {Pushes} pushes: duplicated, reordered, forged, from {Senders} senders, SIGKILL in the middle";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        using var sources = new TemporaryDirectory(settings.Directory);
        var repository = await PushedRepository.CreateAsync(Path.Combine(sources.Path, "o", "shop.git"), Pushes + 1, cancellation);
        var (platform, _) = await PlatformProcess.StartAsync(settings, cancellation, configuration: new Dictionary<string, string>
        {
            ["Pipelines:Webhooks:GitHubSecret"] = Secret,
            ["Pipelines:Source:GitHubUrl"] = "file://" + sources.Path,
        });
        await using (platform)
        {
            var app = await CreateAsync(platform.Api, cancellation);
            var sender = new StormSender(platform.Api, repository, Secret);
            var began = Stopwatch.GetTimestamp();
            var down = await SendAllAsync(platform, sender, cancellation);
            var sent = Stopwatch.GetElapsedTime(began);
            await Poll.UntilAsync(token => IsNewestActiveAsync(platform.Api, app, repository.Commits[^1], token), Limit, cancellation);
            await WriteAsync(platform.Api, app, sender, output, cancellation);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  sent in {sent.TotalSeconds:0.0} s, of which killed and not ready {down.TotalSeconds:0.0} s; the newest commit active {(Stopwatch.GetElapsedTime(began) - sent).TotalSeconds:0.0} s after the last answer"));
        }
    }

    private static async Task<string> CreateAsync(HttpClient api, CancellationToken cancellation)
    {
        var spec = new { name = "shop", static_sites = new[] { new { name = "site", github = new { repo = "o/shop", branch = "main", deploy_on_push = true } } } };
        using var answer = await api.PostAsJsonAsync(new Uri("v2/apps", UriKind.Relative), new { spec }, cancellation);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("app").GetProperty("id").GetString()!;
    }

    private static async Task<TimeSpan> SendAllAsync(PlatformProcess platform, StormSender sender, CancellationToken cancellation)
    {
        var deliveries = Deliveries();
        var sent = 0;
        var killed = Task.FromResult(TimeSpan.Zero);
        await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellation }, async (delivery, token) =>
        {
            if (Interlocked.Increment(ref sent) == deliveries.Count / 2)
            {
                killed = platform.KillAndRestartAsync(token);
            }

            await sender.SendAsync(delivery, token);
        });
        return await killed;
    }

    // The same in each run: each push twice under one id, some once more under another, forgeries; all near their time.
    private static List<StormDelivery> Deliveries()
    {
        var random = new Random(4711);
        var deliveries = new List<StormDelivery>();
        for (var push = 1; push <= Pushes; push++)
        {
            deliveries.AddRange([new(push, $"d-{push}", false), new(push, $"d-{push}", false)]);
        }

        deliveries.AddRange(Enumerable.Range(0, Replays).Select(i => new StormDelivery(random.Next(1, Pushes + 1), $"r-{i}", false)));
        deliveries.AddRange(Enumerable.Range(0, Forgeries).Select(i => new StormDelivery(random.Next(1, Pushes + 1), $"f-{i}", true)));
        return [.. deliveries.Select(delivery => (delivery, Time: delivery.Push + random.Next(Disorder))).OrderBy(entry => entry.Time).Select(entry => entry.delivery)];
    }

    private static async Task<bool> IsNewestActiveAsync(HttpClient api, string app, string commit, CancellationToken cancellation)
    {
        var shown = (await api.GetFromJsonAsync<JsonElement>(new Uri($"v2/apps/{app}", UriKind.Relative), cancellation)).GetProperty("app");
        return !IsThere(shown, "pending_deployment") && !IsThere(shown, "in_progress_deployment") && IsThere(shown, "active_deployment")
            && shown.GetProperty("active_deployment").GetProperty("static_sites")[0].GetProperty("source_commit_hash").GetString() == commit;
    }

    private static bool IsThere(JsonElement app, string member) => app.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Object;

    private static async Task WriteAsync(HttpClient api, string app, StormSender sender, TextWriter output, CancellationToken cancellation)
    {
        var causes = new List<(string Cause, string Phase)>();
        for (var page = 1; await PageAsync(page) is { Count: > 0 } found; page++)
        {
            causes.AddRange(found);
        }

        var onPush = causes.Where(deployment => deployment.Cause.StartsWith("commit ", StringComparison.Ordinal)).ToList();
        var table = new Table("storm", "");
        foreach (var (answer, count) in sender.Answers)
        {
            table.Add("answers " + answer, Text(count));
        }

        table.Add("unanswered while killed, sent again", Text(sender.Unanswered));
        table.Add("pushes not taken", Text(Pushes - sender.Taken.Count));
        table.Add("deployments on push", Text(onPush.Count));
        table.Add("most deployments of one commit", Text(onPush.GroupBy(deployment => deployment.Cause).Max(group => group.Count())));
        foreach (var phase in onPush.GroupBy(deployment => deployment.Phase).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            table.Add("deployments " + phase.Key, Text(phase.Count()));
        }

        foreach (var percent in (double[])[50, 99, 100])
        {
            table.Add(string.Create(CultureInfo.InvariantCulture, $"acknowledged, {percent:0} % within, ms"), sender.Acknowledged.Percentile(percent).ToString("0.0", CultureInfo.InvariantCulture));
        }

        table.Write(output);

        async Task<List<(string, string)>> PageAsync(int page) =>
            [.. (await api.GetFromJsonAsync<JsonElement>(new Uri($"v2/apps/{app}/deployments?per_page=200&page={page}", UriKind.Relative), cancellation)).GetProperty("deployments").EnumerateArray()
                .Select(deployment => (deployment.GetProperty("cause").GetString()!, deployment.GetProperty("phase").GetString()!))];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
