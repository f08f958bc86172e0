using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Pipelines.Cli.Api;

namespace Pipelines.Cli.Platform;

/// <summary>The platform's processes on this machine: the control plane, which is started again when it dies, and the node, which it starts.</summary>
internal sealed class LocalPlatform(Installation installation, PlatformSettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_restartDelay = TimeSpan.FromSeconds(1);
    private Process? _controlPlane;

    private string LogFile => Path.Combine(settings.DataDirectory, "control-plane.log");

    private string NodeSocket => Path.Combine(settings.DataDirectory, "node", "node.sock");

    /// <summary>Starts the control plane and waits until it is ready.</summary>
    /// <exception cref="CliException">It ended or was not ready in time.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _ = Directory.CreateDirectory(settings.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _controlPlane = StartControlPlane();
        using var api = new ApiClient(settings.Api, "");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var started = Stopwatch.StartNew();
        while (!await api.IsReadyAsync(cancellation))
        {
            if (_controlPlane.HasExited || started.Elapsed > s_startTimeout)
            {
                throw new CliException($"the control plane did not start; its log is {LogFile}:\n{await TailAsync(cancellation)}");
            }

            _ = await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>Keeps the control plane running until cancelled.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _controlPlane!.WaitForExitAsync(cancellation);
            Console.WriteLine($"the control plane ended with code {_controlPlane.ExitCode}; apps keep serving, starting it again (log: {LogFile})");
            await Task.Delay(s_restartDelay, cancellation);
            _controlPlane = StartControlPlane();
        }
    }

    /// <summary>Stops the control plane, then the node with its instances; what should run is remembered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_controlPlane is { HasExited: false } process)
        {
            Signals.Terminate(process.Id);
            using var limit = new CancellationTokenSource(s_stopTimeout);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        _controlPlane?.Dispose();
        await StopNodeAsync();
    }

    private Process StartControlPlane()
    {
        var dll = installation.FindControlPlane();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", LogFile, "setsid", "dotnet", dll])
        {
            WorkingDirectory = Path.GetDirectoryName(dll),
        };
        start.Environment["ASPNETCORE_URLS"] = settings.Api.ToString();
        start.Environment["Pipelines__DataDirectory"] = settings.DataDirectory;
        start.Environment["Pipelines__LocalCluster__IngressUrl"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{settings.IngressPort}");
        start.Environment["Pipelines__LocalCluster__Runtime"] = settings.Runtime;
        start.Environment["Pipelines__Builds__WarmUp"] = "true";
        settings.Kubernetes?.AddTo(start.Environment);
        return Process.Start(start) ?? throw new CliException("the control plane cannot be started");
    }

    private async Task StopNodeAsync()
    {
        if (!File.Exists(NodeSocket))
        {
            return;
        }

        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { Timeout = s_stopTimeout };
        try
        {
            using var answer = await http.PostAsync(new Uri("http://node/shutdown?instances=true"), null);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"the node did not stop in time: {exception.Message}");
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(NodeSocket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<string> TailAsync(CancellationToken cancellation) =>
        File.Exists(LogFile) ? string.Join('\n', (await File.ReadAllLinesAsync(LogFile, cancellation)).TakeLast(20)) : "";
}
