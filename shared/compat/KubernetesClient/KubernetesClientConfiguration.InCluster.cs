using System.Net;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.Loading;

namespace k8s;

/// <content>The configuration of a pod.</content>
public partial class KubernetesClientConfiguration
{
    /// <summary>Tells whether this process runs in a pod with a service account.</summary>
    public static bool IsInCluster() => IsInCluster(Surroundings.Process);

    /// <summary>Takes the pod's service account.</summary>
    /// <exception cref="KubeConfigException">There is none, or it cannot be used.</exception>
    public static KubernetesClientConfiguration InClusterConfig() => InClusterConfig(Surroundings.Process);

    internal static bool IsInCluster(Surroundings surroundings) =>
        !string.IsNullOrEmpty(surroundings.Variable("KUBERNETES_SERVICE_HOST"))
        && !string.IsNullOrEmpty(surroundings.Variable("KUBERNETES_SERVICE_PORT"))
        && File.Exists(surroundings.ServiceAccountFile("token"))
        && File.Exists(surroundings.ServiceAccountFile("ca.crt"));

    internal static KubernetesClientConfiguration InClusterConfig(Surroundings surroundings)
    {
        if (!IsInCluster(surroundings))
        {
            throw new KubeConfigException("Not in a pod with a service account: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set, or no token is mounted (automountServiceAccountToken).");
        }

        var host = surroundings.Variable("KUBERNETES_SERVICE_HOST")!;
        if (!ushort.TryParse(surroundings.Variable("KUBERNETES_SERVICE_PORT"), out var port))
        {
            throw new KubeConfigException("KUBERNETES_SERVICE_PORT is not a port.");
        }

        var authority = surroundings.ServiceAccountFile("ca.crt");
        var space = surroundings.ServiceAccountFile("namespace");
        return new KubernetesClientConfiguration
        {
            Host = $"https://{(IPAddress.TryParse(host, out var ip) && ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{ip}]" : host)}:{port}",
            TokenProvider = new TokenFileAuth(surroundings.ServiceAccountFile("token")),
            SslCaCerts = PemFiles.Authorities(BoundedFile.ReadText(authority), authority),
            Namespace = File.Exists(space) ? BoundedFile.ReadText(space).Trim() : null,
        };
    }
}
