using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>The certificates of domains on a real cluster: what the gateway is led to is there, is renewed in place, and goes.</summary>
public sealed class CertificateTests
{
    private const string Host = "shop.example.com";
    private static readonly string s_secret = ManifestNames.OfCertificate(Host);
    private readonly string domain = Guid.NewGuid().ToString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_Ingress_leads_to_a_certificate_that_is_renewed_in_place_and_goes_with_its_domain_and_its_app()
    {
        await using var app = await AppOnCluster.StartAsync(options => options with { RuntimeClass = "", Gateway = GatewayKind.Ingress, SitesAddress = "192.0.2.1:8080" });
        var release = app.Release("r1", app.Web("r1")) with
        {
            Domains = [Host, "*." + Host],
            SecureDomains = [new ReleaseDomain(Host, Wildcard: true, RequiresTls13: false)],
        };
        await app.StartAsync(release);
        await app.Driver.RouteAsync(app.Id, "r1", Cancellation);
        (await TlsAsync(app)).ShouldBe($$"""[{"hosts":["{{Host}}","*.{{Host}}"],"secretName":"{{s_secret}}"}]""", "the route leads there before it is there");

        using var first = NewCertificate();
        await app.Driver.InstallCertificateAsync(Of(first, app.Id), Cancellation);
        await app.NewDriver(app.Api).InstallCertificateAsync(Of(first, app.Id), Cancellation);
        var installed = await SecretAsync(app, "app-" + app.Id);
        ((string?)installed["type"]).ShouldBe("kubernetes.io/tls");
        ThumbprintOf(installed).ShouldBe(first.Thumbprint);

        using var second = NewCertificate();
        await app.Driver.InstallCertificateAsync(Of(second, app.Id), Cancellation);
        var renewed = await SecretAsync(app, "app-" + app.Id);
        ThumbprintOf(renewed).ShouldBe(second.Thumbprint);
        renewed["metadata"]!["uid"]!.ToString().ShouldBe(installed["metadata"]!["uid"]!.ToString(), "the gateway is never without one");

        await app.Driver.RemoveCertificateAsync(app.Id, Guid.NewGuid().ToString(), Host, Cancellation);
        ThumbprintOf(await SecretAsync(app, "app-" + app.Id)).ShouldBe(second.Thumbprint, "another domain of that name went, which had it before");

        await app.StartAsync(release with { Id = "r2", Domains = [], SecureDomains = [] });
        await app.Driver.RouteAsync(app.Id, "r2", Cancellation);
        (await TlsAsync(app)).ShouldBe("null", "no route leads there any more");
        await app.Driver.RetireAsync(app.Id, "r1", Cancellation);
        ThumbprintOf(await SecretAsync(app, "app-" + app.Id)).ShouldBe(second.Thumbprint, "it is the domain's, not the release's");
        await app.Driver.RemoveCertificateAsync(app.Id, domain, Host, Cancellation);
        await app.Driver.RemoveCertificateAsync(app.Id, domain, Host, Cancellation);
        (await app.ObjectsAsync("secrets")).ShouldNotContain("secret/" + s_secret);

        await app.Driver.InstallCertificateAsync(Of(second, app.Id), Cancellation);
        (await app.ObjectsAsync("secrets")).ShouldContain("secret/" + s_secret);
        await app.Driver.DeleteAppAsync(app.Id, Cancellation);
        (await app.Cluster.KubectlAsync(["get", "namespace", "app-" + app.Id, "--ignore-not-found"], cancellation: Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Istio_finds_certificates_beside_its_pods_and_an_app_takes_its_own_alone_along()
    {
        await using var app = await AppOnCluster.StartAsync();
        await using var gateways = await app.Cluster.NewNamespace("gateways").CreateAsync(Cancellation);
        var options = new KubernetesOptions { GatewayPodNamespace = gateways.Name };
        var certificates = new CertificateSecrets(app.Api, new ObjectApplier(app.Api, NullLogger<ObjectApplier>.Instance), options);
        using var own = NewCertificate();
        using var taken = NewCertificate();
        await certificates.InstallAsync(Of(own, app.Id), GatewayKind.Istio, Cancellation);
        ThumbprintOf(await SecretAsync(app, gateways.Name)).ShouldBe(own.Thumbprint);

        // The name moves to another app, whose certificate comes before the first has let go.
        await certificates.InstallAsync(Of(taken, "another") with { DomainId = Guid.NewGuid().ToString() }, GatewayKind.Istio, Cancellation);
        await certificates.InstallAsync(Of(own, app.Id) with { Hosts = ["www." + Host] }, GatewayKind.Istio, Cancellation);
        await certificates.RemoveAsync(app.Id, domain, Host, GatewayKind.Istio, Cancellation);
        ThumbprintOf(await SecretAsync(app, gateways.Name)).ShouldBe(taken.Thumbprint);

        await certificates.RemoveAllAsync(app.Id, GatewayKind.Istio, Cancellation);
        await certificates.RemoveAllAsync(app.Id, GatewayKind.Istio, Cancellation);
        (await app.Cluster.KubectlAsync(["get", "secrets", "-n", gateways.Name, "--field-selector=type=kubernetes.io/tls", "-o", "name"], cancellation: Cancellation)).Trim().ShouldBe("secret/" + s_secret);
        ThumbprintOf(await SecretAsync(app, gateways.Name)).ShouldBe(taken.Thumbprint);
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        return new CertificateRequest("CN=" + Host, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(90));
    }

    private DomainCertificate Of(X509Certificate2 certificate, string appId)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return new DomainCertificate
        {
            DomainId = domain,
            AppId = appId,
            Hosts = [Host, "*." + Host],
            ChainPem = certificate.ExportCertificatePem(),
            PrivateKeyPem = key.ExportPkcs8PrivateKeyPem(),
        };
    }

    private static async Task<JsonNode> SecretAsync(AppOnCluster app, string space) =>
        JsonNode.Parse(await app.Cluster.KubectlAsync(["get", "secret", s_secret, "-n", space, "-o", "json"], cancellation: Cancellation))!;

    // What a gateway does with it: both parts must be there, and belong together.
    private static string ThumbprintOf(JsonNode secret)
    {
        using var certificate = X509Certificate2.CreateFromPem(Text("tls.crt"), Text("tls.key"));
        certificate.HasPrivateKey.ShouldBeTrue();
        return certificate.Thumbprint;

        string Text(string name) => Encoding.UTF8.GetString(Convert.FromBase64String((string)secret["data"]![name]!));
    }

    private static async Task<string> TlsAsync(AppOnCluster app)
    {
        var ingress = JsonNode.Parse(await app.Cluster.KubectlAsync(["get", "ingress", "app", "-n", "app-" + app.Id, "-o", "json"], cancellation: Cancellation))!;
        return ingress["spec"]!["tls"]?.ToJsonString() ?? "null";
    }
}
