using System.Text.Json.Nodes;
using k8s.KubeConfigModels;

namespace k8s.Loading;

/// <summary>What a credential program is told (KUBERNETES_EXEC_INFO: client.authentication.k8s.io, ExecCredential).</summary>
internal static class CredentialRequest
{
    /// <summary>Writes it.</summary>
    public static string Write(ExternalExecution exec)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (exec.ProvideClusterInfo && exec.ClusterEndpoint is { } cluster)
        {
            spec["cluster"] = Describe(cluster);
        }

        return new JsonObject { ["apiVersion"] = exec.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private static JsonObject Describe(ClusterEndpoint cluster)
    {
        var description = new JsonObject { ["server"] = cluster.Server };
        Add(description, "tls-server-name", cluster.TlsServerName);
        Add(description, "certificate-authority-data", cluster.CertificateAuthorityData);
        Add(description, "proxy-url", cluster.ProxyUrl);
        if (cluster.SkipTlsVerify)
        {
            description["insecure-skip-tls-verify"] = true;
        }

        return description;
    }

    private static void Add(JsonObject description, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            description[name] = value;
        }
    }
}
