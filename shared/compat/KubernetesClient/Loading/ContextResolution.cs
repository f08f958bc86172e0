using System.Net;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s.Loading;

/// <summary>Takes over what a context of a kubeconfig says: its cluster, its user and its namespace.</summary>
internal static class ContextResolution
{
    /// <summary>Takes over a context.</summary>
    /// <returns>The context's name as the file has it.</returns>
    /// <exception cref="KubeConfigException">Something is missing or wrong.</exception>
    public static string Apply(KubernetesClientConfiguration configuration, K8SConfiguration file, string contextName)
    {
        var source = file.FileName ?? "The kubeconfig";
        var context = Find(file.Contexts, contextName, context => context.Name)
            ?? throw new KubeConfigException($"{source} has no context {contextName}.");
        if (string.IsNullOrEmpty(context.ContextDetails?.Cluster))
        {
            throw new KubeConfigException($"{source}: the context {context.Name} names no cluster.");
        }

        var cluster = Find(file.Clusters, context.ContextDetails.Cluster, cluster => cluster.Name)
            ?? throw new KubeConfigException($"{source} has no cluster {context.ContextDetails.Cluster}, which the context {context.Name} names.");
        var endpoint = cluster.ClusterEndpoint
            ?? throw new KubeConfigException($"{source}: the cluster {cluster.Name} is empty.");
        ApplyCluster(configuration, endpoint, endpoint.Origin ?? Origin(file, $"clusters[{cluster.Name}].cluster"));
        if (!string.IsNullOrWhiteSpace(context.ContextDetails.User))
        {
            var user = Find(file.Users, context.ContextDetails.User, user => user.Name)
                ?? throw new KubeConfigException($"{source} has no user {context.ContextDetails.User}, which the context {context.Name} names.");
            var credentials = user.UserCredentials
                ?? throw new KubeConfigException($"{source}: the user {user.Name} is empty.");
            UserResolution.Apply(configuration, credentials, endpoint, credentials.Origin ?? Origin(file, $"users[{user.Name}].user"));
        }

        configuration.Namespace = context.ContextDetails.Namespace;
        return context.Name!;
    }

    private static void ApplyCluster(KubernetesClientConfiguration configuration, ClusterEndpoint endpoint, KubeConfigOrigin origin)
    {
        var address = Address(endpoint.Server, origin);
        configuration.Host = address.ToString();
        configuration.SkipTlsVerify = endpoint.SkipTlsVerify;
        configuration.TlsServerName = endpoint.TlsServerName;
        if (address.Scheme == Uri.UriSchemeHttps && Authority(endpoint, origin) is var (pem, field))
        {
            configuration.SslCaCerts = PemFiles.Authorities(pem, field);
        }

        if (!string.IsNullOrEmpty(endpoint.ProxyUrl))
        {
            var proxy = Proxy(endpoint.ProxyUrl, origin);
            configuration.FirstMessageHandlerSetup = handler => handler.Proxy = proxy;
        }
    }

    private static (string Pem, string Field)? Authority(ClusterEndpoint endpoint, KubeConfigOrigin origin)
    {
        if (!string.IsNullOrEmpty(endpoint.CertificateAuthorityData))
        {
            var field = origin.Field("certificate-authority-data");
            return (PemFiles.Decode(endpoint.CertificateAuthorityData, field), field);
        }

        return string.IsNullOrEmpty(endpoint.CertificateAuthority)
            ? null
            : ReferredFile.Read(origin, "certificate-authority", endpoint.CertificateAuthority);
    }

    private static Uri Address(string? server, KubeConfigOrigin origin)
    {
        if (string.IsNullOrWhiteSpace(server))
        {
            throw new KubeConfigException($"{origin.Field("server")} is missing.");
        }

        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new KubeConfigException($"{origin.Field("server")} is not an address with http or https.");
        }

        // A server that says it listens everywhere is reached on this machine.
        return IPAddress.TryParse(address.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
            ? new UriBuilder(address) { Host = ip.Equals(IPAddress.Any) ? "127.0.0.1" : "[::1]" }.Uri
            : address;
    }

    private static WebProxy Proxy(string address, KubeConfigOrigin origin)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var proxy) || proxy.Scheme is not ("http" or "https" or "socks5"))
        {
            throw new KubeConfigException($"{origin.Field("proxy-url")} is not an address with http, https or socks5.");
        }

        var user = proxy.UserInfo.Split(':', 2);
        return new WebProxy(proxy)
        {
            Credentials = proxy.UserInfo.Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? string.Empty)),
        };
    }

    // Names differ by case for kubectl and not for the official package: the exact one comes first.
    private static T? Find<T>(IEnumerable<T> all, string name, Func<T, string?> nameOf)
        where T : class =>
        all.FirstOrDefault(item => nameOf(item) == name)
        ?? all.FirstOrDefault(item => string.Equals(nameOf(item), name, StringComparison.OrdinalIgnoreCase));

    private static KubeConfigOrigin Origin(K8SConfiguration file, string path) =>
        new(file.FileName ?? "The kubeconfig", path, Path.GetDirectoryName(file.FileName));
}
