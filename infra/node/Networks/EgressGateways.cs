using System.Diagnostics;
using Pipelines.Node.Commands;
using Pipelines.Node.Interop;
using Pipelines.Node.State;

namespace Pipelines.Node.Networks;

/// <summary>
/// Lets an app's instances reach the internet, and nothing else: one slirp4netns per app network, which needs no
/// interface, forwarding or firewall rule of the host. It outlives the node as instances do.
/// </summary>
internal sealed partial class EgressGateways : IDisposable
{
    private const string Resolver = "10.0.2.3";
    private const string StartScript = """exec </dev/null >/dev/null 2>&1; read -r stat <"/proc/$$/stat"; echo "$stat" >"$1"; shift; exec "$@" """;

    private const string Rules = $$"""
        table ip pipelines
        delete table ip pipelines
        table ip pipelines {
            chain forward {
                type filter hook forward priority 0; policy drop;
                ct state established,related accept
                iifname "br0" oifname "br0" accept
                iifname "br0" oifname "tap0" ip daddr {{Resolver}} meta l4proto { tcp, udp } th dport 53 accept
                ip daddr { 0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16, 224.0.0.0/3 } drop
                iifname "br0" oifname "tap0" accept
            }
            chain translation {
                type nat hook postrouting priority 100;
                oifname "tap0" masquerade
            }
        }

        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(10);
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly NodePaths paths;
    private readonly NamespaceThread namespaces;
    private readonly ILogger<EgressGateways> logger;
    private readonly string? program;
    private readonly string? firewall;

    public EgressGateways(NodePaths paths, NodeOptions options, NamespaceThread namespaces, ILogger<EgressGateways> logger)
    {
        this.paths = paths;
        this.namespaces = namespaces;
        this.logger = logger;
        program = options.Egress == "none" ? null : Command.Find("slirp4netns");
        firewall = Command.Find("nft");
        Status = options.Egress == "none" ? "switched off by configuration"
            : program is null ? "no internet for instances: slirp4netns is not installed"
            : firewall is null ? "no internet for instances: nft is not installed"
            : "slirp4netns";
    }

    /// <summary>Gets how instances reach the internet, or why not.</summary>
    public string Status { get; private set; }

    /// <summary>Gets the resolv.conf of instances.</summary>
    public string ResolverConfiguration => Enabled ? $"nameserver {Resolver}\n" : "# no internet\n";

    private bool Enabled => program is not null && firewall is not null;

    /// <summary>Makes the gateway of an app's network unless it runs. Its failure is reported and otherwise changes nothing.</summary>
    public async Task EnsureAsync(AppNetwork network, CancellationToken cancellation)
    {
        if (!Enabled)
        {
            return;
        }

        // Several releases and jobs of an app start at once: one gateway, and whoever asks next finds it.
        await gate.WaitAsync(cancellation);
        try
        {
            if (Find(network) is null)
            {
                await BeginAsync(network, cancellation);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Ends the gateway of an app's network; no error when there is none.</summary>
    public void Delete(AppNetwork network)
    {
        if (Find(network) is { } process)
        {
            _ = Libc.Kill(process, Libc.SignalKill);
        }

        File.Delete(Marker(network));
    }

    public void Dispose() => gate.Dispose();

    private async Task BeginAsync(AppNetwork network, CancellationToken cancellation)
    {
        try
        {
            await namespaces.RunAsync(network.Path, () =>
            {
                File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
                return true;
            });
            var rules = await Command.RunAsync("ip", ["netns", "exec", network.Name, firewall!, "-f", "-"], Rules, cancellation: cancellation);
            if (!rules.Succeeded)
            {
                throw new IOException($"nft: {rules.Reason}");
            }

            await StartAsync(network, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Status = $"no internet for instances: {exception.Message}";
            LogFailed(network.Name, exception.Message);
        }
    }

    private async Task StartAsync(AppNetwork network, CancellationToken cancellation)
    {
        string[] gateway = [program!, "--configure", "--mtu=65520", "--disable-host-loopback", "--netns-type=path", network.Path, "tap0"];
        var start = new ProcessStartInfo(Command.Find("setsid") ?? "setsid", ["/bin/sh", "-c", StartScript, "pipelines-egress", Marker(network), .. gateway])
        {
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;

        // Until its marker is there it cannot be found.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        while (Find(network) is null && !process.HasExited)
        {
            await Task.Delay(StartPoll, limit.Token);
        }
    }

    private int? Find(AppNetwork network)
    {
        var marker = Marker(network);
        if (!File.Exists(marker))
        {
            return null;
        }

        var stat = File.ReadAllText(marker);
        return int.TryParse(stat.Split(' ')[0], out var id) && ProcessInfo.StartTime(id) is { } started && started == ProcessInfo.ParseStartTime(stat) ? id : null;
    }

    private string Marker(AppNetwork network) => Path.Combine(paths.Runtime, network.Name + ".egress");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Network {Network}: no way to the internet: {Reason}")]
    private partial void LogFailed(string network, string reason);
}
