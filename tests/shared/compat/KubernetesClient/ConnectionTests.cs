using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace k8s;

/// <summary>Real TLS to a real server: who is trusted, and who is shown.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly TestAuthority root = TestAuthority.Create();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_of_the_clusters_authority_is_trusted_and_sees_the_token()
    {
        await using var server = await ServeAsync(root.Issue("api", address: IPAddress.Loopback));
        using var client = new Kubernetes(Build(server, $"certificate-authority-data: {TestAuthority.Base64(root.Pem)}", "token: secret"));

        (await GetAsync(client)).ShouldBe("Bearer secret as nobody by HTTP/2");
    }

    [Fact]
    public async Task Others_are_not_trusted()
    {
        using var other = TestAuthority.Create("other");
        scratch.Write("ca.pem", root.Pem + "\n" + other.Pem);
        await using var expired = await ServeAsync(root.Issue("api", days: -1, address: IPAddress.Loopback));
        await using var misnamed = await ServeAsync(root.Issue("api"));
        await using var foreign = await ServeAsync(other.Issue("api", address: IPAddress.Loopback));
        var authority = $"certificate-authority-data: {TestAuthority.Base64(root.Pem)}";

        foreach (var server in new[] { expired, misnamed, foreign })
        {
            using var client = new Kubernetes(Build(server, authority, "token: secret"));
            await Should.ThrowAsync<HttpRequestException>(() => GetAsync(client));
            using var careless = new Kubernetes(Build(server, "insecure-skip-tls-verify: true", "token: secret"));
            (await GetAsync(careless)).ShouldStartWith("Bearer secret");
        }

        using var both = new Kubernetes(Build(foreign, "certificate-authority: ca.pem", "token: secret"));
        (await GetAsync(both)).ShouldStartWith("Bearer secret");
        using var systems = new Kubernetes(Build(foreign, string.Empty, "token: secret"));
        await Should.ThrowAsync<HttpRequestException>(() => GetAsync(systems));
    }

    [Fact]
    public async Task An_intermediate_authority_may_be_the_one_that_is_trusted()
    {
        using var intermediate = root.Intermediate("intermediate");
        using var unrelated = root.Intermediate("unrelated");
        await using var server = await ServeAsync(intermediate.Issue("api", address: IPAddress.Loopback));
        using var client = new Kubernetes(Build(server, $"certificate-authority-data: {TestAuthority.Base64(intermediate.Pem)}", "token: secret"));
        using var stranger = new Kubernetes(Build(server, $"certificate-authority-data: {TestAuthority.Base64(unrelated.Pem)}", "token: secret"));

        (await GetAsync(client)).ShouldStartWith("Bearer secret");
        await Should.ThrowAsync<HttpRequestException>(() => GetAsync(stranger));
    }

    [Fact]
    public async Task The_servers_name_can_be_another_than_its_address()
    {
        await using var server = await ServeAsync(root.Issue("api.cluster.local"));
        var configuration = Build(server, $"certificate-authority-data: {TestAuthority.Base64(root.Pem)}, tls-server-name: api.cluster.local", "token: secret");
        using var client = new Kubernetes(configuration);

        (await GetAsync(client, configuration.TlsServerName)).ShouldStartWith("Bearer secret");
    }

    [Fact]
    public async Task The_clients_certificate_is_shown_with_its_intermediates()
    {
        using var intermediate = root.Intermediate("intermediate");
        using var identity = intermediate.Issue("me");
        await using var server = await ServeAsync(root.Issue("api", address: IPAddress.Loopback));
        var key = identity.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        var user = $"client-certificate-data: {TestAuthority.Base64(identity.ExportCertificatePem() + "\n" + intermediate.Pem)}, client-key-data: {TestAuthority.Base64(key)}";
        using var client = new Kubernetes(Build(server, $"certificate-authority-data: {TestAuthority.Base64(root.Pem)}", user));

        (await GetAsync(client)).ShouldBe(" as CN=me with CN=intermediate by HTTP/2");
    }

    [Fact]
    public async Task Requests_go_through_the_clusters_proxy()
    {
        await using var server = await ServeAsync(root.Issue("api", address: IPAddress.Loopback));
        await using var proxy = new ConnectProxy();
        using var client = new Kubernetes(Build(server, $"certificate-authority-data: {TestAuthority.Base64(root.Pem)}, proxy-url: '{proxy.Address}'", "token: secret"));

        (await GetAsync(client)).ShouldStartWith("Bearer secret");
        proxy.Targets.ShouldBe([new Uri(server.Urls.First()).Authority]);
    }

    [Fact]
    public async Task Handlers_see_requests_in_their_order()
    {
        await using var server = await ServeAsync(root.Issue("api", address: IPAddress.Loopback));
        var seen = new List<string>();
        using var client = new Kubernetes(Build(server, "insecure-skip-tls-verify: true", "username: me, password: secret"), new Observer("outer", seen), new Observer("inner", seen));

        (await GetAsync(client)).ShouldStartWith("Basic bWU6c2VjcmV0");
        seen.ShouldBe(["outer", "inner"]);
    }

    public void Dispose()
    {
        root.Dispose();
        scratch.Dispose();
    }

    private static async Task<string> GetAsync(Kubernetes client, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseUri, "who")) { Version = HttpVersion.Version20 };
        request.Headers.Host = host;
        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, Cancellation);
        }

        using var response = await client.HttpClient.SendAsync(request, Cancellation);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task<WebApplication> ServeAsync(X509Certificate2 certificate)
    {
        var shown = string.Empty;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (_, chain, _) =>
            {
                shown = string.Concat(chain!.ChainPolicy.ExtraStore.Select(other => $" with {other.Subject}"));
                return true;
            };
        })));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync($"{context.Request.Headers.Authorization} as {Who(context.Connection.ClientCertificate, shown)} by {context.Request.Protocol}"));
        await app.StartAsync(Cancellation);
        return app;
    }

    private static string Who(X509Certificate2? identity, string others) => identity is null ? "nobody" : identity.Subject + others;

    private KubernetesClientConfiguration Build(WebApplication server, string cluster, string user) =>
        KubernetesClientConfiguration.BuildConfigFromConfigFile(scratch.Write("config", $$"""
            current-context: c
            clusters: [{name: a, cluster: {server: "{{server.Urls.First()}}", {{cluster}} } }]
            users: [{name: u, user: { {{user}} } }]
            contexts: [{name: c, context: {cluster: a, user: u} }]
            """));

    private sealed class Observer(string name, List<string> seen) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(name);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
