using System.Collections.Frozen;
using Pipelines.Node.Releases;

namespace Pipelines.Node.Ingress;

/// <summary>Which app answers at which host name. Replaced as a whole, so that a switch of traffic is one step.</summary>
internal sealed class RoutingTable(NodeOptions options)
{
    private const string WildcardPrefix = "*.";
    private readonly Lock gate = new();
    private volatile FrozenDictionary<string, IngressRoute> hosts = FrozenDictionary<string, IngressRoute>.Empty;

    /// <summary>Publishes what the apps say now.</summary>
    public void Publish(IEnumerable<NodeApp> apps)
    {
        // One at a time: what was read before another app's switch must not replace what was read after it.
        lock (gate)
        {
            hosts = Compile(apps);
        }
    }

    /// <summary>Finds the app of a host name; a wildcard domain takes every name below it.</summary>
    public IngressRoute? Find(string host)
    {
        var table = hosts;
        if (table.TryGetValue(host, out var route))
        {
            return route;
        }

        for (var dot = host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = host.IndexOf('.', dot + 1))
        {
            if (table.TryGetValue(WildcardPrefix + host[(dot + 1)..], out route))
            {
                return route;
            }
        }

        return null;
    }

    private FrozenDictionary<string, IngressRoute> Compile(IEnumerable<NodeApp> apps)
    {
        var next = new Dictionary<string, IngressRoute>(StringComparer.OrdinalIgnoreCase);
        foreach (var app in apps.Where(each => !each.Record.Deleting).OrderBy(each => each.Record.Id, StringComparer.Ordinal))
        {
            var route = new IngressRoute(app.Record.Name, app.Routed, app.Standby);
            if (app.Record.Name.Length > 0)
            {
                next.TryAdd($"{app.Record.Name}.{options.Domain}", route);
            }

            foreach (var domain in app.Routed?.Spec.Domains ?? [])
            {
                next.TryAdd(domain, route);
            }
        }

        return next.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
