using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pipelines.Activities.Domains.Acme;
using Pipelines.Storage.Secrets;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Tests.Domains.Acme;

/// <summary>What a real authority cannot be brought to do: limits, lost accounts, renewal windows.</summary>
public sealed class AcmeClientTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("acme-");
    private readonly SqliteStateStore _state;
    private readonly ScriptedAuthority _authority = new();
    private readonly SecretProtector _secrets;
    private readonly HttpClient _http;

    public AcmeClientTests()
    {
        _state = new SqliteStateStore(Path.Combine(_directory.FullName, "state.db"));
        _secrets = new SecretProtector(SecretKeyRing.OpenOrCreate(Path.Combine(_directory.FullName, "secret.keys")));
        _http = new HttpClient(_authority);
        _authority.On("/account", () => ScriptedAuthority.Json("{}", HttpStatusCode.Created, "https://ca.test/account/1"));
        _authority.On("/order", () => ScriptedAuthority.Json(Order("pending"), HttpStatusCode.Created, "https://ca.test/order/1"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_signed_with_an_account_that_is_made_once()
    {
        var (url, order) = await Client().CreateOrderAsync(["www.example.test"], Cancellation);
        (url.AbsoluteUri, order.Status).ShouldBe(("https://ca.test/order/1", AcmeStatus.Pending));
        _ = await Client().CreateOrderAsync(["www.example.test"], Cancellation);

        var signed = _authority.Requests.Where(request => request.Header is not null).ToList();
        signed.Select(request => request.Path).ShouldBe(["/account", "/order", "/order"], "another process finds the account");
        signed.ShouldAllBe(request => (string)request.Header!["alg"]! == "ES256" && (string)request.Header["url"]! == "https://ca.test" + request.Path);
        signed[0].Header!["jwk"]!["crv"]!.GetValue<string>().ShouldBe("P-256");
        signed[1].Header!["kid"]!.GetValue<string>().ShouldBe("https://ca.test/account/1");
        signed.Select(request => (string)request.Header!["nonce"]!).ShouldBeUnique();
        var stored = (await _state.ListAsync("acme-accounts", cancellation: Cancellation)).ShouldHaveSingleItem().Json;
        stored.ShouldContain("EV[");
        stored.ShouldNotContain("PRIVATE KEY");
    }

    [Fact]
    public async Task A_limit_is_told_with_the_time_to_wait()
    {
        _authority.On("/order", () => ScriptedAuthority.Problem("rateLimited", HttpStatusCode.TooManyRequests, retryAfter: 3600));
        var refused = await Should.ThrowAsync<AcmeException>(() => Client().CreateOrderAsync(["www.example.test"], Cancellation));
        (refused.IsRateLimited, refused.IsUnavailable, refused.RetryAfter).ShouldBe((true, false, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_refused_nonce_is_replaced_a_few_times()
    {
        _authority.On("/order", () => ScriptedAuthority.Problem("badNonce"), () => ScriptedAuthority.Problem("badNonce"), () => ScriptedAuthority.Json(Order("pending"), HttpStatusCode.Created, "https://ca.test/order/1"));
        _ = await Client().CreateOrderAsync(["www.example.test"], Cancellation);
        _authority.On("/order", () => ScriptedAuthority.Problem("badNonce"));
        (await Should.ThrowAsync<AcmeException>(() => Client().CreateOrderAsync(["www.example.test"], Cancellation))).IsUnavailable.ShouldBeTrue();
    }

    [Fact]
    public async Task An_account_that_is_lost_there_is_made_again_with_the_same_key()
    {
        var client = Client();
        _ = await client.CreateOrderAsync(["www.example.test"], Cancellation);
        var key = (await client.GetKeyAsync(Cancellation)).Thumbprint;
        _authority.On("/account", () => ScriptedAuthority.Json("{}", HttpStatusCode.Created, "https://ca.test/account/2"));
        _authority.On("/order", () => ScriptedAuthority.Problem("accountDoesNotExist"), () => ScriptedAuthority.Json(Order("pending"), HttpStatusCode.Created, "https://ca.test/order/2"));

        _ = await client.CreateOrderAsync(["www.example.test"], Cancellation);
        _authority.Requests[^1].Header!["kid"]!.GetValue<string>().ShouldBe("https://ca.test/account/2");
        (await Client().GetKeyAsync(Cancellation)).Thumbprint.ShouldBe(key);
    }

    [Theory]
    [InlineData("http://ca.test/order/1/finalize")]
    [InlineData("ftp://ca.test/x")]
    public async Task Nothing_is_sent_in_the_clear(string finalize)
    {
        var order = new AcmeOrder("ready", [], [], new Uri(finalize));
        var asked = _authority.Requests.Count;
        _ = await Should.ThrowAsync<AcmeException>(() => Client().FinalizeAsync(order, [1], Cancellation));
        _authority.Requests.Skip(asked).ShouldAllBe(request => request.Path != "/order/1/finalize");
    }

    [Fact]
    public async Task The_window_of_a_renewal_is_asked_for_by_issuer_and_number()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=issuer", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier([1, 2, 3]));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        var path = $"/renewal/{Base64Url.EncodeToString([1, 2, 3])}.{Base64Url.EncodeToString(certificate.SerialNumberBytes.Span)}";
        _authority.On(path, () => ScriptedAuthority.Json("""{"suggestedWindow":{"start":"2026-01-02T00:00:00Z","end":"2026-01-03T00:00:00Z"}}"""));
        (await Client().FindRenewalWindowAsync(certificate, Cancellation)).ShouldBe(new RenewalWindow(new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void The_thumbprint_of_a_key_is_that_of_its_members_in_order()
    {
        using var key = AccountKey.Create();
        key.Thumbprint.ShouldBe(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(key.Jwk))));
        key.Jwk.ShouldStartWith("""{"crv":"P-256","kty":"EC","x":""");
        using var again = AccountKey.Import(key.Export());
        again.Authorize("token").ShouldBe($"token.{key.Thumbprint}");
    }

    public void Dispose()
    {
        _http.Dispose();
        _state.Dispose();
        _directory.Delete(recursive: true);
    }

    private static string Order(string status) =>
        $$"""{"status":"{{status}}","identifiers":[{"type":"dns","value":"www.example.test"}],"authorizations":["https://ca.test/authorization/1"],"finalize":"https://ca.test/order/1/finalize"}""";

    private AcmeClient Client()
    {
        var transport = new AcmeTransport(_http, ScriptedAuthority.Directory, TimeProvider.System);
        return new AcmeClient(transport, new AcmeAccounts(_state, _secrets, transport, new AcmeOptions { Directory = ScriptedAuthority.Directory, AcceptTerms = true }));
    }
}
