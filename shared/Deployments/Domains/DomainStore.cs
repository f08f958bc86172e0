using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Storage.State;

namespace Pipelines.Deployments.Domains;

/// <summary>The domains of apps in the state store.</summary>
/// <param name="state">The store.</param>
public sealed class DomainStore(IStateStore state)
{
    /// <summary>How many domains an app may have.</summary>
    public const int Limit = 500;

    private const string Collection = "domains";

    /// <summary>Reads a domain.</summary>
    /// <returns>The domain, or null where the app has none of that id or the id is no UUID.</returns>
    public async Task<Domain?> GetAsync(string appId, string domainId, CancellationToken cancellation = default) =>
        Guid.TryParse(domainId, out var id) && await state.GetAsync(Collection, KeyOf(appId, id.ToString()), cancellation) is { } document ? Read(document) : null;

    /// <summary>Lists the domains of an app in the order in which they came into its spec.</summary>
    public async Task<IReadOnlyList<Domain>> ListAsync(string appId, CancellationToken cancellation = default) =>
        [.. (await state.ListAsync(Collection, appId + "/", null, Limit, cancellation)).Select(Read)];

    /// <summary>Writes a domain that has just come into the spec, unless it is there.</summary>
    public Task CreateAsync(Domain domain, CancellationToken cancellation = default) =>
        state.PutAsync(Collection, KeyOf(domain.AppId, domain.Id), Write(domain), StateCondition.IfAbsent, cancellation);

    /// <summary>Writes what the app's spec says of a domain now.</summary>
    public Task SetSpecAsync(string appId, string domainId, DomainSpec spec, CancellationToken cancellation = default) =>
        ChangeAsync(appId, domainId, domain => domain.Spec == spec ? null : domain with { Spec = spec }, cancellation);

    /// <summary>Applies what a domain's workflow writes; a late or repeated write changes nothing, as does one to a domain that is gone.</summary>
    public Task RecordAsync(DomainUpdate update, CancellationToken cancellation = default) => ChangeAsync(
        update.AppId,
        update.DomainId,
        domain => domain.Sequence >= update.Sequence ? null : domain with
        {
            Sequence = update.Sequence,
            Phase = update.Phase,
            Steps = update.Steps,
            Validations = update.Validations,
            RotateValidationRecords = update.RotateValidationRecords,
            CertificateExpiresAt = update.CertificateExpiresAt,
        },
        cancellation);

    /// <summary>Deletes a domain; no error when it is not there.</summary>
    public Task DeleteAsync(string appId, string domainId, CancellationToken cancellation = default) =>
        state.DeleteAsync(Collection, KeyOf(appId, domainId), cancellation: cancellation);

    private async Task ChangeAsync(string appId, string domainId, Func<Domain, Domain?> change, CancellationToken cancellation)
    {
        while (await state.GetAsync(Collection, KeyOf(appId, domainId), cancellation) is { } document
            && change(Read(document)) is { } changed
            && await state.PutAsync(Collection, document.Key, Write(changed), StateCondition.IfMatch(document.ETag), cancellation) is null)
        {
            // Somebody else has changed it meanwhile: look again.
        }
    }

    private static string KeyOf(string appId, string domainId) => $"{appId}/{domainId}";

    private static Domain Read(StateDocument document) => JsonSerializer.Deserialize<Domain>(document.Json, DeploymentJson.Options)!;

    private static string Write(Domain domain) => JsonSerializer.Serialize(domain, DeploymentJson.Options);
}
