using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>What apps have sent, by day, in the state store: of each app the last 90 days.</summary>
/// <param name="state">The store.</param>
public sealed class BandwidthStore(IStateStore state)
{
    private const string Collection = "bandwidth";
    private const int KeptDays = 90;

    /// <summary>Reads what an app has sent.</summary>
    /// <returns>It, or null for an app that was never measured.</returns>
    public async Task<Bandwidth?> GetAsync(string appId, CancellationToken cancellation = default) =>
        await state.GetAsync(Collection, appId, cancellation) is { } document ? Read(document) : null;

    /// <summary>Adds what an app has sent since its counter was last read; however often, and by whomever, it counts once.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="counter">Its counter, bytes.</param>
    /// <param name="day">The day, UTC.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task RecordAsync(string appId, long counter, DateOnly day, CancellationToken cancellation = default)
    {
        while (true)
        {
            var document = await state.GetAsync(Collection, appId, cancellation);
            var stored = document is null ? null : Read(document);
            if (stored?.Counter == counter)
            {
                return;
            }

            var changed = (stored ?? new Bandwidth { Since = day }).Read(counter, day, KeptDays);
            var condition = document is null ? StateCondition.IfAbsent : StateCondition.IfMatch(document.ETag);
            if (await state.PutAsync(Collection, appId, JsonSerializer.Serialize(changed, DeploymentJson.Options), condition, cancellation) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Forgets an app.</summary>
    public Task DeleteAsync(string appId, CancellationToken cancellation = default) => state.DeleteAsync(Collection, appId, cancellation: cancellation);

    private static Bandwidth Read(StateDocument document) => JsonSerializer.Deserialize<Bandwidth>(document.Json, DeploymentJson.Options)!;
}
