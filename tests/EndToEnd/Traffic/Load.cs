using System.Diagnostics;
using System.Net;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Traffic;

/// <summary>Visitors who ask again and again, some on connections they keep, some on new ones, and note every answer that is not 200.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int KeptConnections = 2;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _failures = [];
    private readonly Lock _gate = new();
    private readonly IngressClient _ingress;
    private readonly string _app;
    private readonly Task[] _visitors;
    private int _answered;
    private TimeSpan _slowest;

    public Load(PlatformProcess platform, TestApp app)
    {
        _ingress = platform.Ingress;
        _app = app.Name;
        _visitors = [.. Enumerable.Range(0, KeptConnections + 1).Select(number => Task.Run(() => VisitAsync(keepsConnection: number < KeptConnections)))];
    }

    /// <summary>Waits until a number of further requests were answered.</summary>
    public Task WaitForAnswersAsync(int number)
    {
        var goal = Volatile.Read(ref _answered) + number;
        return Eventually.BeAsync(() => Volatile.Read(ref _answered) >= goal, $"{number} requests are answered", TimeSpan.FromSeconds(60), () => Task.FromResult(string.Join('\n', _failures)));
    }

    /// <summary>Ends the load. No request may have failed.</summary>
    public async Task EndWithoutFailureAsync()
    {
        await DisposeAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{_answered} requests in {Stopwatch.GetElapsedTime(_began).TotalSeconds:0.0} s, the slowest took {_slowest.TotalMilliseconds:0} ms");
        _failures.ShouldBeEmpty();
        _answered.ShouldBeGreaterThan(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
            await Task.WhenAll(_visitors);
        }
    }

    private async Task VisitAsync(bool keepsConnection)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = s_patience };
        using var timer = new PeriodicTimer(s_interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await AskAsync(http, keepsConnection);
            }
        }
        catch (OperationCanceledException)
        {
            // The load has ended.
        }
    }

    private async Task AskAsync(HttpClient http, bool keepsConnection)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            using var request = _ingress.Request(_app);
            request.Headers.ConnectionClose = !keepsConnection;
            using var answer = await http.SendAsync(request);
            _ = await answer.Content.ReadAsByteArrayAsync();
            Note(answer.StatusCode == HttpStatusCode.OK ? null : $"{(int)answer.StatusCode} {answer.ReasonPhrase}", asked);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            Note($"{exception.GetType().Name}: {exception.Message}", asked);
        }
    }

    private void Note(string? failure, long asked)
    {
        lock (_gate)
        {
            _answered++;
            var took = Stopwatch.GetElapsedTime(asked);
            _slowest = took > _slowest ? took : _slowest;
            if (failure is not null)
            {
                _failures.Add($"after {Stopwatch.GetElapsedTime(_began).TotalSeconds:0.000} s: {failure}");
            }
        }
    }
}
