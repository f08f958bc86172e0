using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipelines.Oci.Tests;

/// <summary>A token server as docker-registry trusts it: it signs what robot, with the right password, asks for.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 certificate;
    private readonly TemporaryDirectory directory = new();
    private readonly WebApplication app;

    private TokenServer()
    {
        var request = new CertificateRequest("CN=tokens", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        directory.Write("bundle.pem", certificate.ExportCertificatePem());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/token", Answer);
    }

    public ConcurrentQueue<string> Scopes { get; } = new();

    public string RegistryConfiguration => $"""
        auth:
          token:
            realm: {app.Urls.First()}/token
            service: test-registry
            issuer: test-issuer
            rootcertbundle: {directory["bundle.pem"]}
        """;

    public static async Task<TokenServer> StartAsync()
    {
        var server = new TokenServer();
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        certificate.Dispose();
        key.Dispose();
        directory.Dispose();
    }

    private IResult Answer(HttpRequest request)
    {
        var expected = "Basic " + Convert.ToBase64String("robot:s3cret"u8);
        if (request.Headers.Authorization != expected || request.Query["service"] != "test-registry")
        {
            return Results.Json(new { errors = new[] { new { code = "UNAUTHORIZED", message = "who are you" } } }, statusCode: 401);
        }

        Scopes.Enqueue(string.Join(' ', request.Query["scope"].ToArray()));
        return Results.Json(new { token = Sign(request.Query["scope"].OfType<string>()), expires_in = 300 });
    }

    private string Sign(IEnumerable<string> scopes)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = new { typ = "JWT", alg = "RS256", x5c = new[] { Convert.ToBase64String(certificate.RawData) } };
        var claims = new
        {
            iss = "test-issuer",
            sub = "robot",
            aud = "test-registry",
            exp = now + 300,
            nbf = now - 60,
            iat = now,
            jti = Guid.NewGuid().ToString(),
            access = scopes.Select(scope => scope.Split(':')).Select(part => new { type = part[0], name = part[1], actions = part[2].Split(',') }),
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
