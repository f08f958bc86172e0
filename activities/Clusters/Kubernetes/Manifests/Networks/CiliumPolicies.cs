using System.Text.Json.Nodes;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Networks;

/// <summary>
/// Adds what only Cilium can say (cilium.io/v2): ranges of addresses mean nothing there to the cluster's own, which it knows as
/// entities. The API server and the nodes are denied whatever address they have, and its own gateway is let in.
/// </summary>
internal sealed class CiliumPolicies(ClusterProfile profile, KubernetesOptions options)
{
    public IEnumerable<JsonObject> Render(string appId)
    {
        var policy = Manifest.Of(
            profile.CiliumNetworkPolicy!.ApiVersion, profile.CiliumNetworkPolicy.Kind, ManifestNames.OfApp(appId), "app", ManifestLabels.OfApp(appId));
        policy["spec"] = new JsonObject { ["endpointSelector"] = new JsonObject() }
            .With("ingress", new JsonArray(new JsonObject
            {
                ["fromEntities"] = Manifest.List(LetIn()),
                ["toPorts"] = new JsonArray(new JsonObject
                {
                    ["ports"] = new JsonArray(new JsonObject { ["port"] = ManifestNames.HttpPort, ["protocol"] = "TCP" }),
                }),
            }))
            .With("egressDeny", new JsonArray(
                new JsonObject { ["toEntities"] = Manifest.List(DeniedEntities()) },
                new JsonObject { ["toCIDR"] = Manifest.List(["169.254.169.254/32"]) }));
        yield return policy;
    }

    private IEnumerable<string> LetIn() => profile.Gateway == GatewayKind.Platform ? ["host", "remote-node"] : ["ingress"];

    // A denial has the last word: where nodes answer DNS themselves it would take that from apps too.
    private IEnumerable<string> DeniedEntities() => options.DnsRanges.Count > 0 ? ["kube-apiserver"] : ["kube-apiserver", "host", "remote-node"];
}
