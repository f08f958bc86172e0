using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Storage.Secrets;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Domains.Acme;

/// <summary>
/// The platform's account at the authority. Its key is made once and kept encrypted; whoever comes second uses the first
/// one's, and an authority that knows the key already gives the same account again (RFC 8555, 7.3.1).
/// </summary>
internal sealed class AcmeAccounts(IStateStore state, SecretProtector secrets, AcmeTransport transport, AcmeOptions options) : IDisposable
{
    private const string Collection = "acme-accounts";
    private const string SecretContext = "acme-account";
    private readonly SemaphoreSlim _gate = new(1);
    private AcmeAccount? _account;

    private string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Directory} {options.ExternalAccountId}")).AsSpan(0, 16));

    /// <summary>Finds or makes the account.</summary>
    /// <exception cref="AcmeException">The authority refuses, or does not answer.</exception>
    public async Task<AcmeAccount> GetAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return _account ??= await OpenAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes the account again with the same key, as the authority does not know it any more.</summary>
    /// <param name="lost">The account that is not known.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task RenewAsync(AcmeAccount lost, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_account == lost)
            {
                _account = await RegisterAsync(lost.Key, cancellation);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _account?.Key.Dispose();
        _gate.Dispose();
    }

    private async Task<AcmeAccount> OpenAsync(CancellationToken cancellation)
    {
        var stored = await FindAsync(cancellation) ?? await MakeKeyAsync(cancellation);
        var key = AccountKey.Import(secrets.Unprotect(stored.SealedKey, SecretContext));
        return stored.Url is { } url ? new AcmeAccount(key, url) : await RegisterAsync(key, cancellation);
    }

    private async Task<StoredAccount?> FindAsync(CancellationToken cancellation) =>
        await state.GetAsync(Collection, Key, cancellation) is { } document ? JsonSerializer.Deserialize<StoredAccount>(document.Json) : null;

    private async Task<StoredAccount> MakeKeyAsync(CancellationToken cancellation)
    {
        using var key = AccountKey.Create();
        var made = new StoredAccount(secrets.Protect(key.Export(), SecretContext), null);
        return await state.PutAsync(Collection, Key, JsonSerializer.Serialize(made), StateCondition.IfAbsent, cancellation) is not null
            ? made
            : await FindAsync(cancellation) ?? throw new InvalidOperationException("the key of the account at the certificate authority was deleted while it was made");
    }

    private async Task<AcmeAccount> RegisterAsync(AccountKey key, CancellationToken cancellation)
    {
        var url = (await transport.GetDirectoryAsync(cancellation)).NewAccount;
        var request = new JsonObject { ["termsOfServiceAgreed"] = options.AcceptTerms };
        if (options.Email is { Length: > 0 } email)
        {
            request["contact"] = new JsonArray("mailto:" + email);
        }

        if (options is { ExternalAccountId: { Length: > 0 } id, ExternalAccountKey: { } secret })
        {
            request["externalAccountBinding"] = SignedRequest.Bind(key, id, Base64Url.DecodeFromChars(secret), url);
        }

        var answer = await transport.PostAsync(url, request.ToJsonString(), key, null, cancellation);
        var account = new AcmeAccount(key, answer.Location ?? throw AcmeException.Unavailable("The certificate authority does not tell where the account is."));
        var stored = new StoredAccount(secrets.Protect(key.Export(), SecretContext), account.Url);
        _ = await state.PutAsync(Collection, Key, JsonSerializer.Serialize(stored), cancellation: cancellation);
        return account;
    }
}
