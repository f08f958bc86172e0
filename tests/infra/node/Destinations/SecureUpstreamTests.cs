using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pipelines.Node.Tests.Cluster;

namespace Pipelines.Node.Tests.Destinations;

public sealed class SecureUpstreamTests
{
    private const string TrustedFile = "SSL_CERT_FILE";

    [Theory]
    [InlineData(false, HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData(true, HttpProtocols.Http2, "HTTP/2")]
    public async Task A_certificate_is_checked_against_the_address_and_not_the_visitors_host(bool http2, HttpProtocols protocols, string version)
    {
        var authority = Path.GetTempFileName();
        using var trusted = CreateCertificate("localhost");
        using var stranger = CreateCertificate("localhost");
        using var misnamed = CreateCertificate("app.localhost");
        await File.WriteAllTextAsync(authority, trusted.ExportCertificatePem() + "\n" + misnamed.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var good = await UpstreamServer.StartAsync(UpstreamServer.EchoAsync, protocols, trusted);
        await using var unknown = await UpstreamServer.StartAsync(UpstreamServer.EchoAsync, protocols, stranger);
        await using var other = await UpstreamServer.StartAsync(UpstreamServer.EchoAsync, protocols, misnamed);
        await using var node = await StartNodeAsync(authority);

        await node.DeployAsync(node.Release("app", "r1", UpstreamServer.ComponentAt(At(good)) with { Http2 = http2 }));
        (await node.GetAsync("app", "/x")).ShouldBe($"{version}|GET|app.localhost|127.0.0.1|http|app.localhost|/x|");
        await node.DeployAsync(node.Release("unknown", "r1", UpstreamServer.ComponentAt(At(unknown)) with { Http2 = http2 }));
        await RefusedAsync(node, "unknown");
        await node.Cluster.DeleteAppAsync("app", TestContext.Current.CancellationToken);
        await node.DeployAsync(node.Release("app", "r2", UpstreamServer.ComponentAt(At(other)) with { Http2 = http2 }));
        await RefusedAsync(node, "app");
        unknown.Requests.ShouldBe(0);
        other.Requests.ShouldBe(0);
        File.Delete(authority);
    }

    private static async Task RefusedAsync(TestNode node, string app)
    {
        using var refused = await node.SendAsync(app, "/");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    // The node inherits the variable; the connections of the tests' own process are not secured.
    private static async Task<TestNode> StartNodeAsync(string authority)
    {
        var before = Environment.GetEnvironmentVariable(TrustedFile);
        Environment.SetEnvironmentVariable(TrustedFile, authority);
        try
        {
            return await TestNode.StartAsync("process");
        }
        finally
        {
            Environment.SetEnvironmentVariable(TrustedFile, before);
        }
    }

    private static Uri At(UpstreamServer server) => new UriBuilder(server.Url) { Host = "localhost" }.Uri;

    private static X509Certificate2 CreateCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name} {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
