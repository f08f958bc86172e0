using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Functions.Http;
using Pipelines.Storage.Secrets;

namespace Pipelines.Functions.Api;

/// <summary>Reads the specs of requests, validated and normalised, and seals their secrets before anything is stored.</summary>
/// <param name="secrets">Encrypts.</param>
public sealed class SpecReader(SecretProtector secrets)
{
    /// <summary>Reads the member <c>spec</c> of a body.</summary>
    /// <exception cref="ApiException">400: it is absent or has problems, all of which are told.</exception>
    public static AppSpec Read(JsonElement body)
    {
        if (!body.TryGetProperty("spec", out var element))
        {
            throw ApiException.BadRequest("the request body has no \"spec\"");
        }

        var result = AppSpecParser.Parse(element);
        return result.Spec is { } spec && result.Problems.Count == 0
            ? AppSpecNormalizer.Normalize(spec)
            : throw ApiException.BadRequest(result.Problems.ToApiMessage());
    }

    /// <summary>Encrypts the secrets of a spec for an app; what is encrypted for it already stays as it is.</summary>
    /// <exception cref="ApiException">400: a value is encrypted, but not by this platform for this app.</exception>
    public AppSpec Seal(AppSpec spec, string appId) => AppSpecSecrets.Map(spec, value =>
    {
        if (!SecretProtector.IsProtected(value))
        {
            return secrets.Protect(value, appId);
        }

        // Found out now, not when an instance starts.
        return secrets.TryUnprotect(value, appId, out _)
            ? value
            : throw ApiException.BadRequest("an encrypted value (EV[…]) does not belong to this app; give the secret itself");
    });

    /// <summary>Decrypts the secrets of a stored spec, so that it can be compared.</summary>
    public AppSpec Open(AppSpec spec, string appId) => AppSpecSecrets.Map(spec, value => secrets.TryUnprotect(value, appId, out var plain) ? plain : value);
}
