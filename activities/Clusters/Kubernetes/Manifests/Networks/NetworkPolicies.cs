using System.Text.Json.Nodes;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Networks;

/// <summary>
/// Writes the fence around an app (networking.k8s.io/v1). What is not allowed is denied: within the app everything goes, in
/// comes only the gateway and only to the public port, out goes DNS and what is neither of the cluster nor private.
/// </summary>
internal sealed class NetworkPolicies(ClusterProfile profile, KubernetesOptions options)
{
    private const string EveryIpv4 = "0.0.0.0/0";
    private const string EveryIpv6 = "::/0";

    public IEnumerable<JsonObject> Render(string appId)
    {
        yield return Policy(appId, "default-deny", new JsonObject { ["policyTypes"] = Manifest.List(["Ingress", "Egress"]) });
        yield return Policy(appId, "within-app", new JsonObject
        {
            ["policyTypes"] = Manifest.List(["Ingress", "Egress"]),
            ["ingress"] = new JsonArray(new JsonObject { ["from"] = new JsonArray(EveryPod()) }),
            ["egress"] = new JsonArray(new JsonObject { ["to"] = new JsonArray(EveryPod()) }),
        });
        if (Manifest.List(Gateways()) is { } gateways)
        {
            yield return Policy(appId, "from-gateway", new JsonObject
            {
                ["policyTypes"] = Manifest.List(["Ingress"]),
                ["ingress"] = new JsonArray(new JsonObject { ["from"] = gateways, ["ports"] = new JsonArray(Port(ManifestNames.HttpPort, "TCP")) }),
            });
        }

        yield return Policy(appId, "to-dns", new JsonObject
        {
            ["policyTypes"] = Manifest.List(["Egress"]),
            ["egress"] = new JsonArray(new JsonObject { ["to"] = Manifest.List(NameServers()), ["ports"] = new JsonArray(Port(53, "UDP"), Port(53, "TCP")) }),
        });
        if (Manifest.List(Internet()) is { } internet)
        {
            yield return Policy(appId, "to-internet", new JsonObject
            {
                ["policyTypes"] = Manifest.List(["Egress"]),
                ["egress"] = new JsonArray(new JsonObject { ["to"] = internet }),
            });
        }
    }

    private static JsonObject Policy(string appId, string name, JsonObject rules)
    {
        var policy = Manifest.Of("networking.k8s.io/v1", "NetworkPolicy", ManifestNames.OfApp(appId), name, ManifestLabels.OfApp(appId));
        rules.Insert(0, "podSelector", new JsonObject());
        policy["spec"] = rules;
        return policy;
    }

    private static JsonObject EveryPod() => new() { ["podSelector"] = new JsonObject() };

    private static JsonObject Port(JsonNode port, string protocol) => new() { ["port"] = port, ["protocol"] = protocol };

    private IEnumerable<JsonNode> Gateways()
    {
        if (GatewayPlace.NamespaceOfPods(profile.Gateway, options) is { } space)
        {
            yield return new JsonObject { ["namespaceSelector"] = Labels(new JsonObject { [ManifestLabels.NamespaceName] = space }) };
        }

        foreach (var range in options.GatewayRanges)
        {
            yield return new JsonObject { ["ipBlock"] = new JsonObject { ["cidr"] = range } };
        }
    }

    private IEnumerable<JsonNode> NameServers()
    {
        yield return new JsonObject
        {
            ["namespaceSelector"] = Labels(Manifest.Map(options.DnsNamespaceLabels ?? new Dictionary<string, string> { [ManifestLabels.NamespaceName] = "kube-system" })),
            ["podSelector"] = Labels(Manifest.Map(options.DnsPodLabels ?? new Dictionary<string, string> { ["k8s-app"] = "kube-dns" })),
        };
        foreach (var range in options.DnsRanges)
        {
            yield return new JsonObject { ["ipBlock"] = new JsonObject { ["cidr"] = range } };
        }
    }

    private IEnumerable<JsonNode> Internet()
    {
        var blocked = (options.BlockedEgress ?? KubernetesOptions.PrivateRanges).Concat(profile.ClusterRanges).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var every in new[] { EveryIpv4, EveryIpv6 }.Where(every => !blocked.Contains(every)))
        {
            var block = new JsonObject { ["cidr"] = every };
            yield return new JsonObject { ["ipBlock"] = block.With("except", Manifest.List(blocked.Where(range => IsIpv6(range) == IsIpv6(every)))) };
        }
    }

    private static bool IsIpv6(string range) => range.Contains(':', StringComparison.Ordinal);

    private static JsonObject Labels(JsonObject? labels) => new JsonObject().With("matchLabels", labels);
}
