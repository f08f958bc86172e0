using Pipelines.Deployments;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains;

/// <summary>Makes the domains of an app those that its spec names.</summary>
/// <param name="apps">The apps.</param>
/// <param name="domains">The domains.</param>
/// <param name="names">Who holds which name.</param>
/// <param name="options">The configuration.</param>
/// <param name="time">The clock.</param>
public sealed class DomainReconciler(AppStore apps, DomainStore domains, DomainNames names, DomainOptions options, TimeProvider time)
{
    /// <summary>Adds, changes and removes domains. Made again it changes nothing.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The domains that the app has now.</returns>
    public async Task<IReadOnlyList<DomainKey>> ReconcileAsync(string appId, CancellationToken cancellation = default)
    {
        var app = await apps.GetAsync(appId, cancellation);
        var wanted = app is null or { Deleting: true } ? [] : app.Spec.Domains.DistinctBy(Domain.HostOf).Take(DomainStore.Limit).ToList();
        var present = (await domains.ListAsync(appId, cancellation)).ToDictionary(domain => domain.Host, StringComparer.Ordinal);
        var keys = new List<DomainKey>();
        foreach (var spec in wanted)
        {
            _ = await names.TryReserveAsync(spec, appId, app!.OwnerId, cancellation);
            if (present.Remove(Domain.HostOf(spec), out var known))
            {
                await domains.SetSpecAsync(appId, known.Id, spec, cancellation);
                keys.Add(new DomainKey(appId, known.Id, known.Host));
                continue;
            }

            var now = time.GetUtcNow();
            var added = new Domain
            {
                Id = Guid.CreateVersion7(now).ToString(),
                AppId = appId,
                Spec = spec,
                CreatedAt = now,
                Steps = DomainSteps.Initial(options.IssuesCertificates()),
            };
            await domains.CreateAsync(added, cancellation);
            keys.Add(new DomainKey(appId, added.Id, added.Host));
        }

        foreach (var removed in present.Values)
        {
            await names.ReleaseAsync(removed.Host, appId, cancellation);
            await domains.DeleteAsync(appId, removed.Id, cancellation);
        }

        return keys;
    }
}
