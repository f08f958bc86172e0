using System.Text;

namespace k8s;

public sealed class ContextTests
{
    [Fact]
    public void A_context_names_its_cluster_user_and_namespace()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("""
            apiVersion: v1
            kind: Config
            current-context: second
            clusters:
            - { name: a, cluster: { server: "https://one.invalid:6443" } }
            - { name: b, cluster: { server: "https://two.invalid/prefix", tls-server-name: api.invalid } }
            users:
            - { name: u, user: { token: secret } }
            contexts:
            - { name: first, context: { cluster: a, user: u } }
            - { name: second, context: { cluster: b, user: u, namespace: team } }
            """));

        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(KubernetesClientConfiguration.LoadKubeConfig(stream));

        configuration.CurrentContext.ShouldBe("second");
        configuration.Host.ShouldBe("https://two.invalid/prefix");
        configuration.TlsServerName.ShouldBe("api.invalid");
        configuration.Namespace.ShouldBe("team");
        configuration.AccessToken.ShouldBe("secret");
    }
}
