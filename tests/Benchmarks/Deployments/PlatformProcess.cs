using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Pipelines.Benchmarks.Measurements;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.Benchmarks.Deployments;

/// <summary>A control plane as a process of its own, on free ports and an empty data directory, with the node it starts.</summary>
internal sealed class PlatformProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);
    private readonly TemporaryDirectory _directory;
    private readonly ProcessStartInfo _start;
    private Process _process;
    private readonly int _ingressPort;

    private PlatformProcess(TemporaryDirectory directory, string runtime, IReadOnlyDictionary<string, string> settings)
    {
        _directory = directory;
        _ingressPort = FreePorts.Find();
        var address = $"http://127.0.0.1:{FreePorts.Find()}";
        var program = ControlPlane();
        var start = _start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", Log, "dotnet", program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        start.Environment["ASPNETCORE_URLS"] = address;
        start.Environment["Pipelines__DataDirectory"] = Data;
        start.Environment["Pipelines__LocalCluster__IngressUrl"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ingressPort}");
        start.Environment["Pipelines__LocalCluster__Runtime"] = runtime;
        start.Environment["Pipelines__Builds__WarmUp"] = "true";

        // What is measured is asked for far more often than people do.
        start.Environment["Pipelines__Api__RequestsPerHour"] = start.Environment["Pipelines__Api__RequestsPerMinute"] = "10000000";

        // Releases are retired while requests are still being counted.
        start.Environment["Pipelines__Health__Probation"] = "00:00:02";
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("the control plane cannot be started");
        Api = new HttpClient { BaseAddress = new Uri(address), Timeout = StartTimeout };
    }

    public HttpClient Api { get; }

    public int ProcessId => _process.Id;

    public int? NodeProcessId => ProcessMemory.Find("Pipelines.Node", $"PIPELINES_NODE_DATA={Path.Combine(Data, "node")}");

    /// <summary>Gets where repositories of this run may lie; it goes with the platform.</summary>
    public string Sources => Directory.CreateDirectory(Path.Combine(_directory.Path, "sources")).FullName;

    private string Data => DataOf(_directory);

    private string Log => Path.Combine(_directory.Path, "log");

    private string NodeSocket => Path.Combine(Data, "node", "node.sock");

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="settings">How to measure.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="prepare">Puts something into the data directory before; its time does not count.</param>
    /// <param name="configuration">Further settings.</param>
    /// <exception cref="InvalidOperationException">It ended; its last output is in the message.</exception>
    public static async Task<(PlatformProcess Platform, TimeSpan Took)> StartAsync(
        BenchmarkSettings settings, CancellationToken cancellation, Func<string, Task>? prepare = null, IReadOnlyDictionary<string, string>? configuration = null)
    {
        var directory = new TemporaryDirectory(settings.Directory);
        if (prepare is not null)
        {
            await prepare(Directory.CreateDirectory(DataOf(directory), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName);
        }

        var started = Stopwatch.GetTimestamp();
        var platform = new PlatformProcess(directory, settings.Runtime, configuration ?? new Dictionary<string, string>());
        try
        {
            await Poll.UntilAsync(platform.IsReadyAsync, StartTimeout, cancellation);
            var took = Stopwatch.GetElapsedTime(started);
            var token = (await File.ReadAllTextAsync(Path.Combine(platform.Data, "token"), cancellation)).Trim();
            platform.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return (platform, took);
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that reaches an app through the ingress.</summary>
    public HttpClient Visit(string app) => new()
    {
        BaseAddress = new Uri($"http://127.0.0.1:{_ingressPort}"),
        DefaultRequestHeaders = { Host = $"{app}.localhost" },
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Kills the control plane as the kernel would, and starts it again on what it left.</summary>
    /// <returns>The time until it is ready again.</returns>
    public async Task<TimeSpan> KillAndRestartAsync(CancellationToken cancellation)
    {
        var killed = Stopwatch.GetTimestamp();
        _process.Kill();
        await _process.WaitForExitAsync(cancellation);
        _process.Dispose();
        _process = Process.Start(_start) ?? throw new InvalidOperationException("the control plane cannot be started again");
        await Poll.UntilAsync(IsReadyAsync, StartTimeout, cancellation);
        return Stopwatch.GetElapsedTime(killed);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (!_process.HasExited)
        {
            Signals.Terminate(_process.Id);
            using var limit = new CancellationTokenSource(StopTimeout);
            await _process.WaitForExitAsync(limit.Token);
        }

        _process.Dispose();
        if (File.Exists(NodeSocket))
        {
            using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { Timeout = StopTimeout };
            using var answer = await http.PostAsync(new Uri("http://node/shutdown?instances=true"), null);
            await Poll.UntilAsync(_ => Task.FromResult(NodeProcessId is null), StopTimeout, CancellationToken.None);
        }

        _directory.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"the control plane ended with code {_process.ExitCode}: {string.Join('\n', (await File.ReadAllLinesAsync(Log, cancellation)).TakeLast(20))}");
        }

        try
        {
            using var answer = await Api.GetAsync(new Uri("readyz", UriKind.Relative), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(NodeSocket), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static string DataOf(TemporaryDirectory directory) => Path.Combine(directory.Path, "data");

    // Built by the same command, in the same configuration.
    private static string ControlPlane()
    {
        var checkout = Checkout.Find();
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(checkout, "functions", "bin", configuration, "net10.0", "Pipelines.Functions.dll");
    }
}
