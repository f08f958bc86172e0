using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Pipelines.Activities.Domains.Acme;

/// <summary>Orders certificates at an authority (RFC 8555). Every call may be made again.</summary>
/// <param name="transport">Speaks to it.</param>
/// <param name="accounts">Who the platform is there.</param>
internal sealed class AcmeClient(AcmeTransport transport, AcmeAccounts accounts)
{
    /// <summary>Orders a certificate.</summary>
    /// <param name="hosts">The host names.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>Where the order is, and what it says.</returns>
    /// <exception cref="AcmeException">The authority refuses, or does not answer; as for all members.</exception>
    public async Task<(Uri Url, AcmeOrder Order)> CreateOrderAsync(IReadOnlyList<string> hosts, CancellationToken cancellation)
    {
        var url = (await transport.GetDirectoryAsync(cancellation)).NewOrder;
        var answer = await PostAsync(url, new { identifiers = hosts.Select(host => new AcmeIdentifier("dns", host)) }, cancellation);
        return (answer.Location ?? throw AcmeException.Unavailable("The certificate authority does not tell where the order is."), AcmeTransport.Read<AcmeOrder>(answer.Body));
    }

    /// <summary>Looks at an order.</summary>
    /// <returns>The order, and how long to wait before the next look where the authority says so.</returns>
    public async Task<(AcmeOrder Order, TimeSpan? RetryAfter)> GetOrderAsync(Uri url, CancellationToken cancellation)
    {
        var answer = await PostAsync(url, null, cancellation);
        return (AcmeTransport.Read<AcmeOrder>(answer.Body), answer.RetryAfter);
    }

    /// <summary>Looks at the proof that is asked for.</summary>
    public async Task<AcmeAuthorization> GetAuthorizationAsync(Uri url, CancellationToken cancellation) =>
        AcmeTransport.Read<AcmeAuthorization>((await PostAsync(url, null, cancellation)).Body);

    /// <summary>Says that the proof of a challenge can be looked at.</summary>
    public Task AnswerAsync(AcmeChallenge challenge, CancellationToken cancellation) => PostAsync(challenge.Url, new { }, cancellation);

    /// <summary>Asks for the certificate of an order whose proofs are all given.</summary>
    /// <param name="order">The order.</param>
    /// <param name="request">The certificate request (PKCS #10, DER).</param>
    /// <param name="cancellation">Cancels the request.</param>
    public Task FinalizeAsync(AcmeOrder order, byte[] request, CancellationToken cancellation) =>
        PostAsync(order.Finalize, new { csr = Base64Url.EncodeToString(request) }, cancellation);

    /// <summary>Fetches a certificate with those that signed it, PEM.</summary>
    public async Task<string> DownloadAsync(Uri url, CancellationToken cancellation) => (await PostAsync(url, null, cancellation)).Body;

    /// <summary>The account's key, which the proofs are made with.</summary>
    public async Task<AccountKey> GetKeyAsync(CancellationToken cancellation) => (await accounts.GetAsync(cancellation)).Key;

    /// <summary>Asks when a certificate should be renewed (RFC 9773).</summary>
    /// <returns>Null where the authority does not say.</returns>
    public async Task<RenewalWindow?> FindRenewalWindowAsync(X509Certificate2 certificate, CancellationToken cancellation)
    {
        if ((await transport.GetDirectoryAsync(cancellation)).RenewalInfo is not { } url
            || certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier is not { } issuer)
        {
            return null;
        }

        var id = $"{Base64Url.EncodeToString(issuer.Span)}.{Base64Url.EncodeToString(certificate.SerialNumberBytes.Span)}";
        var answer = await transport.GetAsync(new Uri($"{url.AbsoluteUri.TrimEnd('/')}/{id}"), cancellation);
        return AcmeTransport.Read<RenewalInformation>(answer.Body).SuggestedWindow is { } window && window.Start <= window.End ? window : null;
    }

    private async Task<AcmeAnswer> PostAsync(Uri url, object? body, CancellationToken cancellation)
    {
        var payload = body is null ? "" : JsonSerializer.Serialize(body, AcmeTransport.Json);
        var account = await accounts.GetAsync(cancellation);
        try
        {
            return await transport.PostAsync(url, payload, account.Key, account.Url, cancellation);
        }
        catch (AcmeException exception) when (exception.Problem?.Kind == "accountDoesNotExist")
        {
            await accounts.RenewAsync(account, cancellation);
            account = await accounts.GetAsync(cancellation);
            return await transport.PostAsync(url, payload, account.Key, account.Url, cancellation);
        }
    }
}
