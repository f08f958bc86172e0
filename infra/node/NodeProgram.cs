using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pipelines.Clusters.Local;
using Pipelines.Node.Api;
using Pipelines.Node.Images;
using Pipelines.Node.Ingress;
using Pipelines.Node.Ingress.Certificates;
using Pipelines.Node.Instances;
using Pipelines.Node.Interop;
using Pipelines.Node.Jobs;
using Pipelines.Node.Logs;
using Pipelines.Node.Networks;
using Pipelines.Node.Releases;
using Pipelines.Node.Runtimes;
using Pipelines.Node.Shells;
using Pipelines.Node.Sites;
using Pipelines.Node.State;

namespace Pipelines.Node;

/// <summary>The life of the node's process.</summary>
internal static class NodeProgram
{
    private const int UsageError = 2;
    private const int LongestSocketPath = 107;
    private static readonly TimeSpan ApiShutdownTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IngressShutdownTimeout = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] args)
    {
        InheritedSignals.Restore();
        var options = new ConfigurationBuilder().AddEnvironmentVariables("PIPELINES_NODE_").AddCommandLine(args).Build().Get<NodeOptions>() ?? new NodeOptions();
        if (options.Data.Length == 0)
        {
            await Console.Error.WriteLineAsync("usage: Pipelines.Node --data <directory> [--ingress http://127.0.0.1:8080] [--ingresshttps https://127.0.0.1:8443 [--publichttpsport <port>]] [--trustedproxies <networks>] [--registry <url or directory>] [--blobs <directory> | --blobservice <url> [--blobcontainer <name>]] [--runtime auto|runsc|runc|crun|process] [--egress auto|none] [--domain localhost]");
            return UsageError;
        }

        if (FindProblem(options) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return UsageError;
        }

        var paths = new NodePaths(options.Data);
        if (paths.Socket.Length > LongestSocketPath)
        {
            await Console.Error.WriteLineAsync($"The data directory's path is too long: {paths.Socket} must not exceed {LongestSocketPath} characters.");
            return UsageError;
        }

        paths.Create();
        try
        {
            using var held = NodeLock.Take(paths);
            await RunAsync(options, paths);
            return 0;
        }
        catch (IOException exception) when (exception.Message.Contains(paths.Lock, StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync($"Another node runs on {paths.Data}.");
            return 1;
        }
    }

    private static string? FindProblem(NodeOptions options)
    {
        try
        {
            _ = IngressAddress.Parse(options.Ingress);
            _ = options.IngressHttps.Length == 0 ? null : IngressAddress.Parse(options.IngressHttps, Uri.UriSchemeHttps);
            _ = TrustedProxies.Parse(options.TrustedProxies);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private static async Task RunAsync(NodeOptions options, NodePaths paths)
    {
        using var logging = LoggerFactory.Create(ConfigureLogging);
        var runtime = await new RuntimeSelector(paths, options, logging.CreateLogger<RuntimeSelector>()).SelectAsync(CancellationToken.None);
        await using var api = BuildApi(options, paths, runtime);
        await using var ingress = BuildIngress(options, api.Services);
        var cluster = api.Services.GetRequiredService<NodeCluster>();
        api.Services.GetRequiredService<ShellHost>().CleanUp();
        await cluster.LoadAsync();
        api.Services.GetRequiredService<CertificateTable>().Load();
        api.Services.GetRequiredService<ChallengeTable>().Load();
        await ingress.StartAsync();
        var bound = ingress.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal));
        api.Services.GetRequiredService<NodeReport>().IngressUrl = new Uri(bound);
        var shutdown = api.Services.GetRequiredService<NodeShutdown>();
        shutdown.StopIngressAsync = () => ingress.StopAsync();
        await StartApiAsync(api, paths);
        await api.WaitForShutdownAsync();
        await shutdown.RunAsync(stopInstances: false);
    }

    private static async Task StartApiAsync(WebApplication api, NodePaths paths)
    {
        // Left behind by a node that was killed; the lock says that it is gone.
        File.Delete(paths.Socket);
        api.UseWebSockets();
        NodeApi.Map(api);
        await api.StartAsync();
        File.SetUnixFileMode(paths.Socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static WebApplication BuildApi(NodeOptions options, NodePaths paths, NodeRuntime runtime)
    {
        var builder = WebApplication.CreateSlimBuilder();
        ConfigureLogging(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(paths.Socket);
            kestrel.Limits.MaxRequestBodySize = LocalNodeProtocol.MaximumRequestBytes;
        });
        AddNode(builder.Services, options, paths, runtime);

        // Clients that watch never end by themselves; they find the next node.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ApiShutdownTimeout);
        return builder.Build();
    }

    private static void AddNode(IServiceCollection services, NodeOptions options, NodePaths paths, NodeRuntime runtime)
    {
        services.AddSingleton(options).AddSingleton(paths).AddSingleton(runtime).AddSingleton(TimeProvider.System);
        services.AddSingleton<NodeNames>().AddSingleton<NamespaceThread>().AddSingleton<EgressGateways>();
        services.AddSingleton<IImageStore>(_ => new ImageStore(paths, runtime, RegistryFactory.Create(options.Registry), TimeProvider.System)).AddSingleton<ImageSweeper>();
        services.AddSingleton<ExitWatcher>().AddSingleton<LogStore>();
        services.AddSingleton<InstanceLauncher>().AddSingleton<InstanceConnector>().AddSingleton<HealthChecker>().AddSingleton<FailureAnalyst>().AddSingleton<InstanceServices>();
        services.AddSingleton(_ => SiteBlobs.Open(options, TimeProvider.System)).AddSingleton<SiteCompression>().AddSingleton<SiteServer>();
        services.AddSingleton<AppServices>().AddSingleton<JobRunner>().AddSingleton<UsageSampler>().AddSingleton<NodeCluster>();
        services.AddSingleton<ShellHost>().AddSingleton<ShellEndpoint>();
        services.AddHttpForwarder();
        services.AddSingleton(TrustedProxies.Parse(options.TrustedProxies)).AddSingleton<RequestForwarder>();
        services.AddSingleton<RoutingTable>().AddSingleton<IngressMetrics>().AddSingleton<IngressServer>();
        services.AddSingleton<CertificateTable>().AddSingleton<ChallengeTable>().AddSingleton<SecureListener>();
        services.AddSingleton<NodeReport>().AddSingleton<MetricsPage>().AddSingleton<NodeShutdown>();
    }

    /// <summary>The ingress is a server of its own: nothing that listens for visitors can reach the API.</summary>
    private static WebApplication BuildIngress(NodeOptions options, IServiceProvider node)
    {
        var builder = WebApplication.CreateSlimBuilder();
        ConfigureLogging(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            IngressAddress.Parse(options.Ingress).Apply(kestrel);
            node.GetRequiredService<SecureListener>().Apply(kestrel);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = IngressShutdownTimeout);
        var app = builder.Build();
        var server = node.GetRequiredService<IngressServer>();
        app.Run(server.HandleAsync);
        return app;
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
    }
}
