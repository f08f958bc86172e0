using System.Diagnostics;
using System.Globalization;
using Pipelines.EndToEnd.Kubernetes;

namespace Pipelines.EndToEnd.Platform;

/// <summary>The real platform: a control plane in a process of its own, on free ports and a directory of its own, and the node that it starts.</summary>
internal sealed class PlatformProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(60);
    private const int LogLines = 40;
    private readonly Dictionary<string, string?> _environment;
    private readonly int _apiPort = FreePorts.Find();
    private readonly int _ingressPort;
    private Process? _controlPlane;
    private bool _isKeptRunning;

    private PlatformProcess(PlatformSetup setup)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Network namespaces and mounts need root.");
        Assert.SkipUnless(Programs.Find(setup.Runtime == "auto" ? "runsc" : setup.Runtime) is not null, $"{setup.Runtime} is not installed.");
        _ingressPort = setup.IngressPort ?? FreePorts.Find();

        // Short: the name of a Unix socket below it has at most about 100 bytes.
        Data = Directory.CreateTempSubdirectory("ple-").FullName;
        KillDirectory = Directory.CreateTempSubdirectory("plk-").FullName;
        Api = new ApiClient(new Uri($"http://127.0.0.1:{_apiPort}"), () => Token);
        Ingress = new IngressClient(_ingressPort);
        Node = new NodeClient(Path.Combine(Data, "node", "node.sock"));
        _environment = new Dictionary<string, string?>(setup.Environment)
        {
            ["ASPNETCORE_URLS"] = Api.Address.ToString(),
            ["Pipelines__DataDirectory"] = Data,
            ["Pipelines__LocalCluster__IngressUrl"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ingressPort}"),
            ["Pipelines__LocalCluster__Runtime"] = setup.Runtime,
            ["Pipelines__LocalCluster__Egress"] = "none",
            ["Pipelines__Health__Probation"] = setup.Probation.ToString("c", CultureInfo.InvariantCulture),
        };
        Cluster = setup.Cluster;
        if (setup.Cluster is { } cluster)
        {
            _environment["Pipelines__Cluster"] = "Kubernetes";
            _environment["Pipelines__Kubernetes__Kubeconfig"] = cluster.Kubeconfig;
            _environment["Pipelines__Kubernetes__Gateway"] = "Platform";
            _environment["Pipelines__Registry__Host"] = cluster.Registry;
        }

        if (setup.Builds is { } builds)
        {
            _environment["ASPNETCORE_URLS"] = $"{Api.Address};{builds.PlatformUrl(_apiPort)}";
            foreach (var (name, value) in builds.Settings(_apiPort))
            {
                _environment[name] = value;
            }
        }

        if (setup.CanKillAtCommits)
        {
            _environment["DOTNET_STARTUP_HOOKS"] = Artifacts.KillHook;
            _environment["PIPELINES_TEST_KILL_AT"] = KillDirectory;
        }
    }

    public string Data { get; }

    /// <summary>Gets the administrator's token.</summary>
    public string Token => File.ReadAllText(Path.Combine(Data, "token")).Trim();

    public ApiClient Api { get; }

    public IngressClient Ingress { get; }

    public NodeClient Node { get; }

    /// <summary>Gets the Kubernetes cluster that runs the apps; null for this machine.</summary>
    public ClusterView? Cluster { get; }

    /// <summary>Gets the number of control planes that have been started.</summary>
    public int Starts { get; private set; }

    private string KillDirectory { get; }

    private string LogFile => Path.Combine(Data, "control-plane.log");

    /// <summary>Starts a platform and waits until it is ready.</summary>
    public static async Task<PlatformProcess> StartAsync(PlatformSetup? setup = null)
    {
        var platform = Prepare(setup);
        platform.Start();
        await platform.WaitUntilReadyAsync();
        return platform;
    }

    /// <summary>Makes the directories of a platform that is started later.</summary>
    public static PlatformProcess Prepare(PlatformSetup? setup = null)
    {
        var platform = new PlatformProcess(setup ?? new PlatformSetup());
        if (setup?.LayersOf is { } warm)
        {
            platform.TakeLayersOf(warm);
        }

        return platform;
    }

    /// <summary>Starts the control plane.</summary>
    public void Start()
    {
        _controlPlane?.Dispose();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", LogFile, "setsid", "dotnet", Artifacts.ControlPlane])
        {
            WorkingDirectory = Path.GetDirectoryName(Artifacts.ControlPlane),
        };
        // Tests ask far more often than people do.
        start.Environment["Pipelines__Api__RequestsPerHour"] = start.Environment["Pipelines__Api__RequestsPerMinute"] = "10000000";
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        Starts++;
        _controlPlane = Process.Start(start)!;
    }

    /// <summary>Starts the control plane again whenever it dies, until the platform is stopped.</summary>
    public void KeepRunning()
    {
        _isKeptRunning = true;
        _ = Task.Run(async () =>
        {
            while (_isKeptRunning)
            {
                await _controlPlane!.WaitForExitAsync();
                if (_isKeptRunning)
                {
                    Start();
                }
            }
        });
    }

    public async Task WaitUntilReadyAsync() => await Eventually.BeAsync(
        () => _controlPlane is { HasExited: true } && !_isKeptRunning
            ? throw new InvalidOperationException($"The control plane ended with code {_controlPlane.ExitCode}.\n{Tail(LogFile)}")
            : Api.IsReadyAsync(),
        "the platform is ready",
        s_startLimit,
        TellAsync);

    /// <summary>Kills the control plane, as a loss of power would, and nothing else.</summary>
    public async Task KillAsync()
    {
        _controlPlane!.Kill();
        await _controlPlane.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Kills the control plane, starts another and waits until that is ready.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        Start();
        await WaitUntilReadyAsync();
    }

    /// <summary>Counts the instances of an app that run and are not ending.</summary>
    public async Task<int> CountInstancesAsync(string appId) =>
        Cluster is null ? (await Node.InstancesAsync(appId)).Count : (await Cluster.PodsAsync(ClusterView.NamespaceOf(appId))).Count;

    /// <summary>Makes the control plane kill itself right after the k-th commit from now on.</summary>
    public void KillAtCommit(long number)
    {
        File.Delete(Path.Combine(KillDirectory, "commits"));
        File.WriteAllText(Path.Combine(KillDirectory, "kill-at.new"), string.Create(CultureInfo.InvariantCulture, $"{number} {Guid.NewGuid()}"));
        File.Move(Path.Combine(KillDirectory, "kill-at.new"), Path.Combine(KillDirectory, "kill-at"), overwrite: true);
    }

    /// <summary>Gets a value indicating whether the kill that was ordered is still to come.</summary>
    public bool IsKillPending => File.Exists(Path.Combine(KillDirectory, "kill-at"));

    /// <summary>Takes the order to kill back.</summary>
    public void CancelKill() => File.Delete(Path.Combine(KillDirectory, "kill-at"));

    /// <summary>Lists the commits since the order to kill: number and store.</summary>
    public IReadOnlyList<string> Commits()
    {
        var journal = Path.Combine(KillDirectory, "commits");
        return File.Exists(journal) ? File.ReadAllLines(journal) : [];
    }

    /// <summary>The ends of the logs, for the message of a test that fails.</summary>
    public Task<string> TellAsync() => Task.FromResult($"--- commits\n{string.Join(' ', Commits().TakeLast(12))}\n--- control-plane.log\n{Tail(LogFile)}\n--- node.log\n{Tail(Path.Combine(Data, "node", "node.log"))}");

    /// <summary>Stops everything.</summary>
    /// <exception cref="ShouldAssertException">Something is left on the machine.</exception>
    public async ValueTask DisposeAsync()
    {
        _isKeptRunning = false;
        try
        {
            await StopAsync();
            await Eventually.BeAsync(() => Left().Count == 0, "nothing is left of the platform", TimeSpan.FromSeconds(60), () => Task.FromResult(string.Join('\n', Left())), evenWhenCancelled: true);
        }
        finally
        {
            Api.Dispose();
            Ingress.Dispose();
            Node.Dispose();
            _controlPlane?.Dispose();
            _ = Programs.Run("rm", "-rf", Data, KillDirectory);
        }
    }

    // What every build and every instance on this machine needs and no deployment changes: links to the same files. A platform
    // that nothing was deployed to has none.
    private void TakeLayersOf(PlatformProcess warm)
    {
        foreach (var owner in ((string[])["builds", "node"]).Where(owner => Directory.Exists(Path.Combine(warm.Data, owner, "layers"))))
        {
            _ = Directory.CreateDirectory(Path.Combine(Data, owner));
            _ = Programs.Run("cp", "--archive", "--link", Path.Combine(warm.Data, owner, "layers"), Path.Combine(Data, owner, "layers"));
        }
    }

    private List<string> Left() =>
    [
        .. Leftovers.OfStopped(Data),
        .. ((int[])[_apiPort, _ingressPort]).Where(FreePorts.IsListening).Select(port => $"somebody listens on port {port}"),
    ];

    private async Task StopAsync()
    {
        if (_controlPlane is { HasExited: false } process)
        {
            _ = Programs.Run("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
            using var limit = new CancellationTokenSource(s_stopLimit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException exception)
            {
                process.Kill();
                throw new TimeoutException($"The control plane did not stop within {s_stopLimit.TotalSeconds} s.\n{await TellAsync()}", exception);
            }
        }

        try
        {
            var node = (int)(await Node.RuntimeAsync())["processId"]!;
            await Node.ShutdownAsync();
            await Eventually.BeAsync(() => !Directory.Exists($"/proc/{node}"), "the node ends", s_stopLimit, TellAsync, evenWhenCancelled: true);
        }
        catch (HttpRequestException)
        {
            // It was never started.
        }
    }

    private static string Tail(string file) => File.Exists(file) ? string.Join('\n', File.ReadLines(file).TakeLast(LogLines)) : $"({file} is missing)";
}
