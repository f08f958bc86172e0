using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Clusters.Local;

/// <summary>Starts the node so that it outlives the control plane: in a session of its own, its output in its own file.</summary>
internal sealed partial class NodeStarter(LocalClusterOptions options, ILogger<NodeStarter> logger)
{
    /// <summary>Constant: everything that varies comes as a positional argument and is never evaluated.</summary>
    private const string Script = """exec </dev/null >>"$1" 2>&1; shift; exec "$@" """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private long started;

    /// <summary>Gets a value indicating whether this control plane is to start the node.</summary>
    public bool Enabled => options.NodePath is not null;

    /// <summary>Starts the node unless it was started a moment ago. A second one on the same directory ends by itself.</summary>
    public void Start()
    {
        lock (gate)
        {
            if (started != 0 && Stopwatch.GetElapsedTime(started) < Patience)
            {
                return;
            }

            started = Stopwatch.GetTimestamp();
        }

        Directory.CreateDirectory(options.DataDirectory);
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "pipelines-node", Path.Combine(options.DataDirectory, "node.log"), .. Command()])
        {
            UseShellExecute = false,
        };
        SetEnvironment(start.Environment);
        using var process = Process.Start(start);
        LogStarted(options.NodePath!, options.DataDirectory);
    }

    private string[] Command() => options.NodePath!.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", options.NodePath] : [options.NodePath];

    // The environment, not the command line: a registry's URL may hold a password.
    private void SetEnvironment(IDictionary<string, string?> environment)
    {
        environment["PIPELINES_NODE_DATA"] = Path.GetFullPath(options.DataDirectory);
        environment["PIPELINES_NODE_INGRESS"] = options.IngressUrl.ToString();
        environment["PIPELINES_NODE_INGRESSHTTPS"] = options.IngressHttpsUrl?.ToString();
        environment["PIPELINES_NODE_PUBLICHTTPSPORT"] = options.PublicHttpsPort.ToString(System.Globalization.CultureInfo.InvariantCulture);
        environment["PIPELINES_NODE_DOMAIN"] = options.Domain;
        environment["PIPELINES_NODE_RUNTIME"] = options.Runtime;
        environment["PIPELINES_NODE_EGRESS"] = options.Egress;
        environment["PIPELINES_NODE_REGISTRY"] = options.Registry;
        environment["PIPELINES_NODE_BLOBS"] = options.Blobs;
        environment["PIPELINES_NODE_BLOBCONNECTION"] = options.BlobConnection;
        environment["PIPELINES_NODE_BLOBSERVICE"] = options.BlobService?.ToString();
        SetWhereGiven(environment, "PIPELINES_NODE_BLOBCONTAINER", options.BlobContainer);
        SetWhereGiven(environment, "PIPELINES_NODE_TRUSTEDPROXIES", options.TrustedProxies);
    }

    private static void SetWhereGiven(IDictionary<string, string?> environment, string name, string? value)
    {
        if (value is not null)
        {
            environment[name] = value;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Starting the node {Program} on {Directory}")]
    private partial void LogStarted(string program, string directory);
}
