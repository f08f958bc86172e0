using System.Net;
using System.Text.Json.Nodes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests.Networks;

/// <summary>
/// Decides flows by NetworkPolicies as their API documents them: a pod that a policy of a direction selects is isolated in it,
/// and what any of its policies allows goes. A flow must be allowed at both ends. Addresses count as they are, for pods too.
/// </summary>
internal sealed class PolicyEvaluator(IEnumerable<JsonObject> documents)
{
    private readonly List<JsonObject> _policies = [.. documents.Where(document => (string?)document["kind"] == "NetworkPolicy")];

    public bool Allows(Place from, Place to, int port, string protocol) =>
        IsOpen(from, "Egress", "egress", "to", to, to, port, protocol) && IsOpen(to, "Ingress", "ingress", "from", from, to, port, protocol);

    private bool IsOpen(Place pod, string direction, string rules, string peers, Place other, Place target, int port, string protocol)
    {
        var policies = _policies.Where(policy => (string?)policy["metadata"]!["namespace"] == pod.Namespace
            && Selects(policy["spec"]!["podSelector"]!, pod.Labels)
            && policy["spec"]!["policyTypes"]!.AsArray().Any(type => (string?)type == direction)).ToList();
        return policies.Count == 0 || policies.Exists(policy => Items(policy["spec"]![rules]).Any(rule =>
            AllowsPort(rule["ports"], target, port, protocol) && AllowsPeer(rule[peers], policy, other)));
    }

    private static bool AllowsPort(JsonNode? ports, Place target, int port, string protocol) => ports is null || Items(ports).Any(allowed =>
        ((string?)allowed["protocol"] ?? "TCP") == protocol && (allowed["port"] is not { } wanted || NumberOf(wanted, target) == port));

    /// <summary>A name means the port that the target's container calls so.</summary>
    private static int? NumberOf(JsonNode port, Place target) => port.AsValue().TryGetValue<int>(out var number)
        ? number
        : target.Ports is { } ports && ports.TryGetValue((string)port!, out var named) ? named : null;

    private static bool AllowsPeer(JsonNode? peers, JsonObject policy, Place other) => peers is null || Items(peers).Any(peer => peer["ipBlock"] is { } block
        ? IsWithin(block, other.Address)
        : other.Namespace is not null
            && (peer["namespaceSelector"] is { } spaces ? Selects(spaces, other.NamespaceLabels) : other.Namespace == (string?)policy["metadata"]!["namespace"])
            && (peer["podSelector"] is not { } pods || Selects(pods, other.Labels)));

    private static bool IsWithin(JsonNode block, IPAddress address) =>
        IPNetwork.Parse((string)block["cidr"]!).Contains(address) && !Items(block["except"]).Any(except => IPNetwork.Parse((string)except!).Contains(address));

    private static bool Selects(JsonNode selector, IReadOnlyDictionary<string, string>? labels) =>
        selector["matchExpressions"] is null
            && (selector["matchLabels"]?.AsObject() ?? []).All(label => labels is not null && labels.TryGetValue(label.Key, out var value) && value == (string?)label.Value);

    private static IEnumerable<JsonNode> Items(JsonNode? list) => (list?.AsArray() ?? []).Select(item => item!);
}
