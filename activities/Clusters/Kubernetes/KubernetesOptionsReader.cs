using System.Net;
using Microsoft.Extensions.Configuration;
using Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>Reads and checks <see cref="KubernetesOptions"/>.</summary>
public static class KubernetesOptionsReader
{
    /// <summary>Reads the options.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <exception cref="InvalidOperationException">A value is wrong; the message names its key.</exception>
    public static KubernetesOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(KubernetesOptions.Section).Get<KubernetesOptions>() ?? new KubernetesOptions();
        Check(options);
        return options with { ImageRegistry = options.ImageRegistry is { Length: > 0 } own ? own : configuration["Pipelines:Registry:Host"] };
    }

    private static void Check(KubernetesOptions options)
    {
        Require(options.CpuRequestPercent is >= 1 and <= 100, nameof(options.CpuRequestPercent), "is a number from 1 to 100");
        Require(options.MemoryRequestPercent is >= 1 and <= 100, nameof(options.MemoryRequestPercent), "is a number from 1 to 100");
        Require(options.EphemeralStorageBytes > 0, nameof(options.EphemeralStorageBytes), "is above zero");
        Require(options.StartTimeout >= TimeSpan.FromSeconds(1) && options.StartTimeout <= TimeSpan.FromHours(1), nameof(options.StartTimeout), "is from a second to an hour");
        Require(options.RequestTimeout is null || options.RequestTimeout >= TimeSpan.FromSeconds(1), nameof(options.RequestTimeout), "is a second at least");
        Require(options.SitesAddress is not { Length: > 0 } || IsReachable(SitesAddress.Parse(options.SitesAddress)), nameof(options.SitesAddress), "is host:port, and not of loopback, which is another machine's to a gateway");
        Require(
            options.Gateway != GatewayKind.GatewayApi || options is not { GatewayName: null, GatewayClass: null },
            nameof(options.Gateway),
            "GatewayApi needs Pipelines:Kubernetes:GatewayName or Pipelines:Kubernetes:GatewayClass");
        RequireRanges(options.BlockedEgress ?? [], nameof(options.BlockedEgress));
        RequireRanges(options.GatewayRanges, nameof(options.GatewayRanges));
        RequireRanges(options.DnsRanges, nameof(options.DnsRanges));
    }

    private static bool IsReachable(SitesAddress? address) => address is not null && !(IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static void RequireRanges(IReadOnlyList<string> ranges, string key)
    {
        foreach (var range in ranges)
        {
            Require(IPNetwork.TryParse(range, out _), key, $"holds ranges of addresses such as 10.0.0.0/8, which \"{range}\" is not");
        }
    }

    private static void Require(bool holds, string key, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{KubernetesOptions.Section}:{key} {rule}.");
        }
    }
}
