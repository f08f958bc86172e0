using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s.Exceptions;

namespace k8s;

public sealed class CertificateTests
{
    [Fact]
    public void Inline_texts_take_precedence_over_files_which_lie_beside_the_kubeconfig()
    {
        using var scratch = new Scratch();
        using var authority = TestAuthority.Create();
        using var one = authority.Issue("one");
        using var two = authority.Issue("two");
        scratch.Write("pki/two.pem", two.ExportCertificatePem());
        scratch.Write("pki/two.key", two.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        var files = Build(scratch, "client-certificate: pki/two.pem, client-key: pki/two.key");
        files.ClientCertificateFilePath.ShouldBe(scratch.File("pki/two.pem"));
        var both = Build(scratch, $"client-certificate: pki/two.pem, client-key: pki/two.key, client-certificate-data: {Data(one.ExportCertificatePem())}, client-key-data: {Data(one.GetECDsaPrivateKey()!.ExportECPrivateKeyPem())}");
        (both.ClientCertificateFilePath, both.ClientKeyFilePath).ShouldBe((null, null));
        using var client = new Kubernetes(both);
    }

    [Fact]
    public void What_is_wrong_with_certificates_and_keys_is_said_of_the_field()
    {
        using var scratch = new Scratch();
        using var authority = TestAuthority.Create();
        using var one = authority.Issue("one");
        using var two = authority.Issue("two");
        var certificate = $"client-certificate-data: {Data(one.ExportCertificatePem())}";
        var key = one.GetECDsaPrivateKey()!;
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1));
        var damaged = one.ExportCertificatePem().Replace("MII", "AAA", StringComparison.Ordinal);
        scratch.Write("key.pem", key.ExportPkcs8PrivateKeyPem());

        Refused(scratch, certificate).ShouldContain("users[0].user.client-key is missing");
        Refused(scratch, "client-key: key.pem").ShouldContain("users[0].user.client-certificate is missing");
        Refused(scratch, $"{certificate}, client-key: none.pem").ShouldContain($"users[0].user.client-key: {scratch.File("none.pem")} cannot be read: there is no such file.");
        Refused(scratch, $"{certificate}, client-key-data: 'TOPSECRET!'").ShouldContain("users[0].user.client-key-data is not base64");
        Refused(scratch, $"{certificate}, client-key-data: {Data("TOPSECRET")}").ShouldContain("users[0].user.client-key-data has no key in PEM");
        Refused(scratch, $"{certificate}, client-key-data: {Data(encrypted)}").ShouldContain("users[0].user.client-key-data is encrypted");
        Refused(scratch, $"{certificate}, client-key-data: {Data(one.ExportCertificatePem())}").ShouldContain("users[0].user.client-key-data is not a usable key");
        Refused(scratch, $"{certificate}, client-key-data: {Data(two.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}").ShouldContain("not the key of");
        Refused(scratch, $"client-certificate-data: {Data("TOPSECRET")}, client-key: key.pem").ShouldContain("client-certificate-data has no certificate in PEM");
        Refused(scratch, $"client-certificate-data: {Data(damaged)}, client-key: key.pem").ShouldContain("client-certificate-data has a damaged certificate");
        Refused(scratch, "token: 'TOPSECRET with spaces'").ShouldContain("users[0].user.token has spaces");
    }

    [Fact]
    public void What_is_wrong_with_an_authority_is_said_of_the_field()
    {
        using var scratch = new Scratch();
        scratch.Write("empty.pem", "no certificate");
        RefusedCluster(scratch, "certificate-authority: empty.pem").ShouldContain($"clusters[0].cluster.certificate-authority ({scratch.File("empty.pem")}) has no certificate in PEM");
        RefusedCluster(scratch, "certificate-authority: none.pem").ShouldContain("clusters[0].cluster.certificate-authority");
        RefusedCluster(scratch, "certificate-authority-data: '***'").ShouldContain("clusters[0].cluster.certificate-authority-data is not base64");
        RefusedCluster(scratch, "proxy-url: 'gopher://user:TOPSECRET@a.invalid'").ShouldContain("clusters[0].cluster.proxy-url is not an address");
    }

    private static string Data(string text) => TestAuthority.Base64(text);

    private static KubernetesClientConfiguration Build(Scratch scratch, string user, string cluster = "") =>
        KubernetesClientConfiguration.BuildConfigFromConfigFile(scratch.Write("config", $$"""
            current-context: c
            clusters: [{name: a, cluster: {server: "https://a.invalid", {{cluster}} } }]
            users: [{name: u, user: { {{user}} } }]
            contexts: [{name: c, context: {cluster: a, user: u} }]
            """));

    private static string Refused(Scratch scratch, string user, string cluster = "")
    {
        var message = Should.Throw<KubeConfigException>(() => Build(scratch, user, cluster)).ToString();
        message.ShouldContain(scratch.File("config"));
        message.ShouldNotContain("TOPSECRET");
        return message;
    }

    private static string RefusedCluster(Scratch scratch, string cluster) => Refused(scratch, "token: x", cluster);
}
