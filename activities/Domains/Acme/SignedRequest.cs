using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipelines.Activities.Domains.Acme;

/// <summary>Writes requests as flattened JSON web signatures (RFC 7515, 7.2.2; RFC 8555, 6.2).</summary>
internal static class SignedRequest
{
    /// <summary>Signs a request with an account's key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="accountUrl">The account; null to give the key itself instead.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="url">The address that it goes to.</param>
    /// <param name="payload">The body, JSON; empty for a mere look.</param>
    public static string Sign(AccountKey key, Uri? accountUrl, string nonce, Uri url, string payload)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["nonce"] = nonce, ["url"] = url.AbsoluteUri };
        if (accountUrl is null)
        {
            header["jwk"] = JsonNode.Parse(key.Jwk);
        }
        else
        {
            header["kid"] = accountUrl.AbsoluteUri;
        }

        return Write(header, payload, key.Sign);
    }

    /// <summary>Binds a new account to one that the operator has at the authority (RFC 8555, 7.3.4).</summary>
    /// <param name="key">The new account's key.</param>
    /// <param name="id">The key id that the authority gave.</param>
    /// <param name="secret">The key that it gave.</param>
    /// <param name="url">The address that the new account is asked for at.</param>
    public static JsonNode Bind(AccountKey key, string id, byte[] secret, Uri url) => JsonNode.Parse(Write(
        new JsonObject { ["alg"] = "HS256", ["kid"] = id, ["url"] = url.AbsoluteUri }, key.Jwk, data => HMACSHA256.HashData(secret, data)))!;

    private static string Write(JsonObject header, string payload, Signer sign)
    {
        var protectedText = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(header));
        var payloadText = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        var signature = sign(Encoding.ASCII.GetBytes($"{protectedText}.{payloadText}"));
        return new JsonObject { ["protected"] = protectedText, ["payload"] = payloadText, ["signature"] = Base64Url.EncodeToString(signature) }.ToJsonString();
    }

    private delegate byte[] Signer(ReadOnlySpan<byte> data);
}
