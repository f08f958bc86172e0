using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Activities.Clusters.Local;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>A real node in a process of its own, on a directory of its own, and a client of it.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly HashSet<string> apps = [];
    private readonly string image;

    private TestNode(LocalClusterOptions options, string image)
    {
        Options = options;
        this.image = image;
        Cluster = Connect();
    }

    public LocalClusterOptions Options { get; }

    public LocalCluster Cluster { get; }

    public string Data => Options.DataDirectory;

    public static async Task<TestNode> StartAsync(string runtime = "runc", string? blobs = null, string egress = "none", Func<LocalClusterOptions, LocalClusterOptions>? change = null)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Network namespaces and mounts need root.");
        Assert.SkipUnless(TestImage.Possible, "The test image is made of /bin/busybox (package busybox-static).");
        Assert.SkipUnless(runtime == "process" || Commands.Command.Find(runtime) is not null, $"{runtime} is not installed.");
        var (registry, reference) = await TestImage.GetAsync();
        var options = new LocalClusterOptions
        {
            DataDirectory = Directory.CreateTempSubdirectory("pln-").FullName,
            NodePath = Path.Combine(AppContext.BaseDirectory, "Pipelines.Node.dll"),
            IngressUrl = new Uri($"http://127.0.0.1:{FreePorts.Find()}"),
            Runtime = runtime,
            Registry = registry,
            Blobs = blobs,
            Egress = egress,
        };
        var node = new TestNode(change?.Invoke(options) ?? options, reference);
        (await node.Cluster.GetNodeAsync()).Runtime.ShouldBe(runtime);
        return node;
    }

    public LocalCluster Connect() => new(Options, TimeProvider.System, NullLoggerFactory.Instance);

    public ReleaseComponent Service(string name = "web", string command = "exec httpd -f -p $PORT -h www", string version = "v1", int instances = 1, int port = 8080, int failures = 15) => new()
    {
        Name = name,
        Kind = ComponentKind.Service,
        Image = image,
        RunCommand = command,
        Environment = new Dictionary<string, string> { ["PORT"] = port.ToString(CultureInfo.InvariantCulture), ["VERSION"] = version, ["SECRET"] = "s3cr3t-value" },
        InstanceCount = instances,
        MemoryBytes = 64 << 20,
        HttpPort = port,
        Readiness = new HealthProbe("/", port, 0, 1, 1, 1, failures),
        DrainSeconds = 5,
        GracePeriodSeconds = 2,
    };

    public ReleaseComponent Worker(string command, string name = "worker") => Service(name, command) with { Kind = ComponentKind.Worker, HttpPort = 0, Readiness = null };

    public Release Release(string app, string id, params ReleaseComponent[] components)
    {
        apps.Add(app);
        return new Release
        {
            Id = id,
            AppId = app,
            AppName = app,
            Components = components,
            Rules = [.. components.Where(each => each.Kind == ComponentKind.Service).Select((each, index) => new IngressRule
            {
                Match = new IngressMatch { Path = new StringMatch { Prefix = index == 0 ? "/" : "/" + each.Name } },
                Component = new ComponentRoute { Name = each.Name },
            })],
        };
    }

    /// <summary>Applies a release and waits for what becomes of it.</summary>
    public async Task<ReleaseStatus> DeployAsync(Release release, bool route = true)
    {
        await Cluster.ApplyAsync(release);
        var status = await WaitAsync(release.AppId, release.Id, each => each.State is ReleaseState.Healthy or ReleaseState.Failed);
        if (route && status.State == ReleaseState.Healthy)
        {
            await Cluster.RouteAsync(release.AppId, release.Id);
        }

        return status;
    }

    public async Task<ReleaseStatus> WaitAsync(string app, string release, Func<ReleaseStatus, bool> wanted, int seconds = 90)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        ReleaseStatus? last = null;
        try
        {
            await foreach (var status in Cluster.WatchReleaseAsync(app, release, limit.Token))
            {
                last = status;
                if (wanted(status))
                {
                    return status;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Said below, with what was seen last.
        }

        throw new TimeoutException($"Last seen of {app}/{release}: {last}; {string.Join("; ", last?.Components ?? [])}; {string.Join('|', last?.Components.SelectMany(each => each.Failure?.LastLines ?? []) ?? [])}\n{await ReadNodeLogAsync()}");
    }

    public async Task<string> GetAsync(string app, string path = "/cgi-bin/env")
    {
        using var response = await SendAsync(app, path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadAsStringAsync()).Trim();
    }

    public async Task<HttpResponseMessage> SendAsync(string app, string path, HttpMethod? method = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(Options.IngressUrl, path));
        request.Headers.Host = app.Contains('.', StringComparison.Ordinal) ? app : $"{app}.localhost";
        change?.Invoke(request);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<int> ProcessIdAsync() => (await Cluster.GetNodeAsync()).ProcessId;

    /// <summary>Kills the node as a loss of power would, but nothing else.</summary>
    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(await ProcessIdAsync());
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Kills the node and starts the next one.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();

        // A client that has just started one leaves it some time before it starts another.
        using var another = Connect();
        await another.GetNodeAsync();
    }

    public async Task<string> ReadNodeLogAsync()
    {
        var path = Path.Combine(Data, "node.log");
        return File.Exists(path) ? await File.ReadAllTextAsync(path) : string.Empty;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps)
        {
            await Cluster.DeleteAppAsync(app);
        }

        var node = await ProcessIdAsync();
        await Cluster.ShutdownAsync(stopInstances: true);
        await Eventually.BeAsync(() => !Directory.Exists($"/proc/{node}"), "the node ends");
        Leftovers.Of(Data).ShouldBeEmpty();
        Cluster.Dispose();
        http.Dispose();
        Directory.Delete(Data, recursive: true);
    }
}
