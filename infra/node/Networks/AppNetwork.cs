using System.Net;
using System.Text;
using Pipelines.Node.Commands;

namespace Pipelines.Node.Networks;

/// <summary>
/// The network of one app: a namespace with a bridge, joined by one veth pair to the namespace of each instance. It has no
/// link to the host, so nothing outside reaches in and nothing inside reaches out, but through sockets that the node makes
/// in it and, where there is one, the egress gateway.
/// </summary>
internal sealed class AppNetwork(string name) : IDisposable
{
    internal const string NamespaceDirectory = "/var/run/netns";
    private const string Bridge = "br0";
    private readonly SemaphoreSlim gate = new(1, 1);
    private bool known;

    public string Name => name;

    public string Path => PathOf(name);

    public static string PathOf(string namespaceName) => $"{NamespaceDirectory}/{namespaceName}";

    /// <summary>Makes the network unless it is there.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            // An earlier node may have died while it made it.
            if (!known && File.Exists(Path) && !await IsWholeAsync(cancellation))
            {
                await DetachAsync(name);
            }

            if (!File.Exists(Path))
            {
                await CreateAsync(cancellation);
            }

            known = true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Gives services their addresses, so that the node can listen there. What is there already stays.</summary>
    public Task AddServicesAsync(IReadOnlyCollection<IPAddress> addresses, CancellationToken cancellation)
    {
        var script = new StringBuilder();
        foreach (var address in addresses)
        {
            script.Append("addr replace ").Append(address).Append("/32 dev ").Append(Bridge).Append('\n');
        }

        return script.Length == 0 ? Task.CompletedTask : IpAsync(["-n", name, "-batch", "-"], script.ToString(), cancellation);
    }

    /// <summary>Makes the namespace of an instance and joins it to the app's.</summary>
    /// <returns>The path of the namespace.</returns>
    public async Task<string> AttachAsync(string instanceNamespace, int index, CancellationToken cancellation)
    {
        await EnsureAsync(cancellation);
        if (File.Exists(PathOf(instanceNamespace)))
        {
            await DetachAsync(instanceNamespace);
        }

        await IpAsync(["-batch", "-"], $"netns add {instanceNamespace}\nlink add v{index} netns {name} type veth peer name eth0 netns {instanceNamespace}\n", cancellation);
        var outside = $"link set v{index} master {Bridge} up\n";
        var inside = $"""
            link set lo up
            addr add {AddressPlan.Instance(index)}/{AddressPlan.PrefixLength} dev eth0
            link set eth0 up
            route add default via {AddressPlan.Gateway}

            """;

        await Task.WhenAll(
            IpAsync(["-n", name, "-batch", "-"], outside, cancellation),
            IpAsync(["-n", instanceNamespace, "-batch", "-"], inside, cancellation));
        return PathOf(instanceNamespace);
    }

    /// <summary>Removes the namespace of an instance and its link; no error when it is gone.</summary>
    public static async Task DetachAsync(string instanceNamespace)
    {
        if (File.Exists(PathOf(instanceNamespace)))
        {
            await Command.RunAsync("ip", ["netns", "delete", instanceNamespace]);
        }
    }

    /// <summary>Removes the network; no error when it is gone.</summary>
    public Task DeleteAsync() => DetachAsync(name);

    public void Dispose() => gate.Dispose();

    private static async Task IpAsync(IReadOnlyList<string> arguments, string input, CancellationToken cancellation)
    {
        var result = await Command.RunAsync("ip", arguments, input, cancellation: cancellation);
        if (!result.Succeeded)
        {
            throw new IOException($"ip {string.Join(' ', arguments)}: {result.Reason}");
        }
    }

    // That the bridge is up comes last.
    private async Task<bool> IsWholeAsync(CancellationToken cancellation) =>
        await Command.RunAsync("ip", ["-n", name, "-o", "link", "show", "dev", Bridge, "up"], cancellation: cancellation) is { Succeeded: true } shown && shown.Output.Contains(Bridge, StringComparison.Ordinal);

    private async Task CreateAsync(CancellationToken cancellation)
    {
        await IpAsync(["netns", "add", name], string.Empty, cancellation);
        var script = $"""
            link set lo up
            link add name {Bridge} type bridge
            addr add {AddressPlan.Gateway}/{AddressPlan.PrefixLength} dev {Bridge}
            link set {Bridge} up

            """;
        await IpAsync(["-n", name, "-batch", "-"], script, cancellation);
    }
}
