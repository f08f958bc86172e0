using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>Renders the namespace of builds: who they are there, and where they may connect to. Pure.</summary>
internal static class BuildNamespace
{
    /// <summary>The service account of build pods: without a token and without rights.</summary>
    public const string ServiceAccount = "build";

    private const string Policy = "builds";

    // RFC 1918, 6598, 3927 (with the metadata address), 1122: not of the internet.
    private static readonly string[] NotInternet = ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

    /// <summary>All objects, in the order in which they are applied.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="registry">The registry as build pods reach it.</param>
    public static IReadOnlyList<JsonObject> Render(KubernetesBuildOptions options, string registry) =>
        [Namespace(options), Account(options), NetworkPolicy(options, registry)];

    private static JsonObject Namespace(KubernetesBuildOptions options) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject
        {
            ["name"] = options.Namespace,
            ["labels"] = new JsonObject
            {
                [BuildLabels.ManagedBy] = "pipelines",
                ["kubernetes.io/metadata.name"] = options.Namespace,
                ["pod-security.kubernetes.io/enforce"] = Level(options.Dockerfiles.Tool),
            },
        },
    };

    // BuildKit goes without a system call filter, which only "privileged" allows; Kaniko's root is in "baseline".
    private static string Level(DockerfileTool tool) => tool == DockerfileTool.BuildKit ? "privileged" : "baseline";

    private static JsonObject Account(KubernetesBuildOptions options)
    {
        var account = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = Metadata(options, ServiceAccount),
            ["automountServiceAccountToken"] = false,
        };
        if (options.ImagePullSecrets.Count > 0)
        {
            account["imagePullSecrets"] = new JsonArray([.. options.ImagePullSecrets.Select(name => new JsonObject { ["name"] = name })]);
        }

        return account;
    }

    private static JsonObject NetworkPolicy(KubernetesBuildOptions options, string registry) => new()
    {
        ["apiVersion"] = "networking.k8s.io/v1",
        ["kind"] = "NetworkPolicy",
        ["metadata"] = Metadata(options, Policy),
        ["spec"] = new JsonObject
        {
            ["podSelector"] = new JsonObject(),
            ["policyTypes"] = new JsonArray("Ingress", "Egress"),
            ["ingress"] = new JsonArray(),
            ["egress"] = new JsonArray([NameResolution(), .. options.Egress.Count > 0 ? options.Egress.Select(Range) : Usual(options, registry)]),
        },
    };

    private static JsonNode NameResolution() => new JsonObject
    {
        ["to"] = new JsonArray(new JsonObject
        {
            ["namespaceSelector"] = new JsonObject(),
            ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["k8s-app"] = "kube-dns" } },
        }),
        ["ports"] = new JsonArray(Port("UDP", 53), Port("TCP", 53)),
    };

    private static IEnumerable<JsonNode> Usual(KubernetesBuildOptions options, string registry)
    {
        yield return To(new JsonObject { ["cidr"] = "0.0.0.0/0", ["except"] = new JsonArray([.. NotInternet.Select(range => (JsonNode)range)]) }, []);
        foreach (var (host, port) in Named(options, registry))
        {
            // Policies know addresses alone: a private host that has a name needs Egress to say its address.
            if (IPAddress.TryParse(host, out var address))
            {
                yield return To(new JsonObject { ["cidr"] = $"{address}/{(address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32)}" }, [port]);
            }
        }
    }

    private static IEnumerable<(string Host, int Port)> Named(KubernetesBuildOptions options, string registry)
    {
        if (Uri.TryCreate($"https://{registry}/", UriKind.Absolute, out var uri))
        {
            yield return (uri.Host.Trim('[', ']'), uri.Port);
        }

        if (options.PlatformUrl is { } platform)
        {
            yield return (platform.Host.Trim('[', ']'), platform.Port);
        }
    }

    private static JsonNode Range(EgressOptions range) => To(new JsonObject { ["cidr"] = range.Cidr }, range.Ports);

    private static JsonObject To(JsonObject block, IEnumerable<int> ports)
    {
        var rule = new JsonObject { ["to"] = new JsonArray(new JsonObject { ["ipBlock"] = block }) };
        if (ports.Any())
        {
            rule["ports"] = new JsonArray([.. ports.Select(port => Port("TCP", port))]);
        }

        return rule;
    }

    private static JsonNode Port(string protocol, int port) => new JsonObject { ["protocol"] = protocol, ["port"] = port };

    private static JsonObject Metadata(KubernetesBuildOptions options, string name) => new()
    {
        ["name"] = name,
        ["namespace"] = options.Namespace,
        ["labels"] = new JsonObject { [BuildLabels.ManagedBy] = "pipelines" },
    };
}
