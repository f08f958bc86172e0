using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Functions.Http;
using Pipelines.Storage.State;

namespace Pipelines.Functions.Api.Consoles;

/// <summary>
/// Keeps leave to open consoles. What is kept is only a digest of the secret; using it deletes it, so that of two who use the
/// same one at the same moment, in whatever process, one is let in.
/// </summary>
/// <param name="state">Where it is kept.</param>
/// <param name="time">The clock.</param>
public sealed class ConsoleGrants(IStateStore state, TimeProvider time)
{
    private const string Collection = "console-grants";
    private const int SecretLength = 32;
    private const int SweptAtOnce = 100;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Gives leave, for a minute.</summary>
    /// <returns>The secret that proves it.</returns>
    public async Task<string> IssueAsync(ConsoleGrant grant, CancellationToken cancellation)
    {
        await SweepAsync(cancellation);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength));
        var json = JsonSerializer.Serialize(new KeptGrant(grant, time.GetUtcNow() + s_lifetime));
        _ = await state.PutAsync(Collection, KeyOf(secret), json, StateCondition.IfAbsent, cancellation);
        return secret;
    }

    /// <summary>Uses leave up.</summary>
    /// <exception cref="ApiException">403: there is none such, or it was used; 410: it is over.</exception>
    public async Task<ConsoleGrant> UseAsync(string secret, CancellationToken cancellation)
    {
        var key = KeyOf(secret);
        if (secret.Length is 0 or > 2 * SecretLength
            || await state.GetAsync(Collection, key, cancellation) is not { } kept
            || !await state.DeleteAsync(Collection, key, StateCondition.IfMatch(kept.ETag), cancellation))
        {
            throw ApiException.Forbidden("the address of the console is not valid, or was used already; ask for another one");
        }

        var grant = JsonSerializer.Deserialize<KeptGrant>(kept.Json)!;
        return grant.Until > time.GetUtcNow() ? grant.Grant : throw ApiException.Gone("the address of the console is not valid any more; ask for another one");
    }

    // Whoever looks it up knows the secret's whole digest: nothing can be learned from how long that takes.
    private static string KeyOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    // What nobody used.
    private async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var kept in await state.ListAsync(Collection, limit: SweptAtOnce, cancellation: cancellation))
        {
            if (JsonSerializer.Deserialize<KeptGrant>(kept.Json)!.Until + s_lifetime < time.GetUtcNow())
            {
                _ = await state.DeleteAsync(Collection, kept.Key, StateCondition.IfMatch(kept.ETag), cancellation);
            }
        }
    }

    private sealed record KeptGrant(ConsoleGrant Grant, DateTimeOffset Until);
}
