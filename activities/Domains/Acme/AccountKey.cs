using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Activities.Domains.Acme;

/// <summary>The key of an account: signs requests (RFC 7515, ES256) and makes the proofs of challenges.</summary>
internal sealed class AccountKey : IDisposable
{
    private readonly ECDsa key;

    private AccountKey(ECDsa key)
    {
        this.key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;

        // In the order of RFC 7638, 3: the thumbprint is taken of this very text.
        Jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Jwk)));
    }

    /// <summary>Gets the public key as a JSON web key.</summary>
    public string Jwk { get; }

    /// <summary>Gets the key's thumbprint (RFC 7638).</summary>
    public string Thumbprint { get; }

    public static AccountKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads what <see cref="Export"/> wrote.</summary>
    public static AccountKey Import(string pem)
    {
        var imported = ECDsa.Create();
        imported.ImportFromPem(pem);
        return new AccountKey(imported);
    }

    public string Export() => key.ExportPkcs8PrivateKeyPem();

    public byte[] Sign(ReadOnlySpan<byte> data) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>What proves a challenge (RFC 8555, 8.1).</summary>
    public string Authorize(string token) => $"{token}.{Thumbprint}";

    /// <summary>What a TXT record proves a challenge with (RFC 8555, 8.4).</summary>
    public string AuthorizeText(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Authorize(token))));

    public void Dispose() => key.Dispose();
}
