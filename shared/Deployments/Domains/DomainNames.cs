using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Storage.State;

namespace Pipelines.Deployments.Domains;

/// <summary>Which app holds which host name: one app at most, on the whole platform.</summary>
/// <param name="state">The store.</param>
/// <param name="domains">The domains of apps.</param>
/// <param name="time">The clock.</param>
public sealed class DomainNames(IStateStore state, DomainStore domains, TimeProvider time)
{
    private const string Collection = "domain-names";

    // A name held this long by an app that does not list it was taken for a request that came to nothing.
    private static readonly TimeSpan s_reservationLimit = TimeSpan.FromSeconds(30);

    /// <summary>Takes a name for an app.</summary>
    /// <param name="spec">The domain.</param>
    /// <param name="appId">The app.</param>
    /// <param name="ownerId">Its team.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>False where another app has it, or a wildcard of another team covers it.</returns>
    public async Task<bool> TryReserveAsync(DomainSpec spec, string appId, string ownerId, CancellationToken cancellation = default)
    {
        var host = Domain.HostOf(spec);
        while (!await IsCoveredAsync(host, ownerId, cancellation))
        {
            var document = await state.GetAsync(Collection, KeyOf(host), cancellation);
            var holder = document is null ? null : Read(document);
            if (holder is not null && holder.AppId != appId && !await IsForsakenAsync(holder, host, cancellation))
            {
                return false;
            }

            var wanted = new DomainReservation(appId, ownerId, spec.Wildcard, time.GetUtcNow());
            if (holder is not null && holder == wanted with { At = holder.At })
            {
                return true;
            }

            var condition = document is null ? StateCondition.IfAbsent : StateCondition.IfMatch(document.ETag);
            if (await state.PutAsync(Collection, KeyOf(host), JsonSerializer.Serialize(wanted, DeploymentJson.Options), condition, cancellation) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether an app could take a name, without taking it.</summary>
    public async Task<bool> IsFreeAsync(DomainSpec spec, string? appId, string ownerId, CancellationToken cancellation = default)
    {
        var host = Domain.HostOf(spec);
        return !await IsCoveredAsync(host, ownerId, cancellation)
            && (await FindAsync(host, cancellation) is not { } holder || holder.AppId == appId || await IsForsakenAsync(holder, host, cancellation));
    }

    /// <summary>Gives a name back if the app holds it.</summary>
    public async Task ReleaseAsync(string host, string appId, CancellationToken cancellation = default)
    {
        if (await state.GetAsync(Collection, KeyOf(host), cancellation) is { } document && Read(document).AppId == appId)
        {
            _ = await state.DeleteAsync(Collection, document.Key, StateCondition.IfMatch(document.ETag), cancellation);
        }
    }

    private static string KeyOf(string host) => "h/" + host;

    private static DomainReservation Read(StateDocument document) => JsonSerializer.Deserialize<DomainReservation>(document.Json, DeploymentJson.Options)!;

    private async Task<DomainReservation?> FindAsync(string host, CancellationToken cancellation) =>
        await state.GetAsync(Collection, KeyOf(host), cancellation) is { } document ? Read(document) : null;

    // Whoever made a wildcard in the DNS made every name below it lead here: another team must not take one of them.
    private async Task<bool> IsCoveredAsync(string host, string ownerId, CancellationToken cancellation)
    {
        for (var dot = host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = host.IndexOf('.', dot + 1))
        {
            var above = host[(dot + 1)..];
            if (await FindAsync(above, cancellation) is { Wildcard: true } holder && holder.OwnerId != ownerId && !await IsForsakenAsync(holder, above, cancellation))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> IsForsakenAsync(DomainReservation holder, string host, CancellationToken cancellation) =>
        time.GetUtcNow() - holder.At > s_reservationLimit
        && (await domains.ListAsync(holder.AppId, cancellation)).All(domain => domain.Host != host);
}
