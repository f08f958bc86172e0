using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.Activities.Tests.Metrics;

/// <summary>A real Prometheus in a process of its own that scrapes, every second, what a kubelet, kube-state-metrics and Istio would show.</summary>
internal sealed class FakePrometheusTarget : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pipelines-prometheus-").FullName;
    private readonly WebApplication _target;
    private Process? _prometheus;
    private int _scrapes;

    public FakePrometheusTarget(Func<int, string> metrics)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _target = builder.Build();
        _target.MapGet("/metrics", (HttpContext context) =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4";
            return metrics(Interlocked.Increment(ref _scrapes));
        });
    }

    public Uri Address { get; private set; } = null!;

    public int Scrapes => Volatile.Read(ref _scrapes);

    public async Task StartAsync(CancellationToken cancellation)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/prometheus"), "Prometheus is not installed (package prometheus).");
        await _target.StartAsync(cancellation);
        var target = new Uri(_target.Urls.First());
        var configuration = Path.Combine(_directory, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, $"global: {{scrape_interval: 1s}}\nscrape_configs: [{{job_name: cluster, honor_labels: true, static_configs: [{{targets: ['{target.Authority}']}}]}}]\n", cancellation);
        do
        {
            // It takes no port 0: one that was free a moment ago may be taken by now, and then another is tried.
            _prometheus?.Dispose();
            Address = new Uri($"http://127.0.0.1:{FreePorts.Find().ToString(CultureInfo.InvariantCulture)}");
            _prometheus = Process.Start(new ProcessStartInfo("/usr/bin/prometheus",
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={_directory}/data", $"--web.listen-address={Address.Authority}", "--log.level=error",
            ])
            { UseShellExecute = false })!;
        }
        while (!await IsReadyAsync(_prometheus, Address, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            _prometheus.Kill();
            await _prometheus.WaitForExitAsync();
            _prometheus.Dispose();
        }

        await _target.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // False where it ended.
    private static async Task<bool> IsReadyAsync(Process prometheus, Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (await timer.WaitForNextTickAsync(limit.Token) && !prometheus.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(address, "/-/ready"), limit.Token);
                if (answer.IsSuccessStatusCode && !prometheus.HasExited)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        return false;
    }
}
