using System.Diagnostics;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Deployments;

/// <summary>A light, constant load: a request every 20 ms, whether the one before it was answered or not.</summary>
internal sealed class SteadyVisitor : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client;
    private readonly Task _visits;
    private readonly Lock _lock = new();

    public SteadyVisitor(HttpClient client)
    {
        _client = client;
        _visits = VisitAsync();
    }

    public int Requests { get; private set; }

    public int Lost { get; private set; }

    /// <summary>Gets how long answers took, in seconds.</summary>
    public Samples Latency { get; } = new();

    /// <summary>Ends the load and waits for the answers that are out.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _visits;
        _stop.Dispose();
        _client.Dispose();
    }

    private async Task VisitAsync()
    {
        var visits = new List<Task>();
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                visits.Add(VisitOnceAsync());
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(visits);
        }
    }

    private async Task VisitOnceAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var answered = await IsAnsweredAsync();
        lock (_lock)
        {
            Requests++;
            Lost += answered ? 0 : 1;
            Latency.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private async Task<bool> IsAnsweredAsync()
    {
        try
        {
            using var response = await _client.GetAsync(new Uri("/api", UriKind.Relative));
            _ = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
