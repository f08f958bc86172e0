using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Deployments.Alerts;

/// <summary>How the alerts of apps are, and who is told of them, in the state store: two documents for each app.</summary>
/// <param name="state">The store.</param>
public sealed class AlertStore(IStateStore state)
{
    private const string States = "alert-states";
    private const string Destinations = "alert-destinations";

    /// <summary>Reads how the alerts of an app are, by id.</summary>
    public async Task<IReadOnlyDictionary<string, AlertState>> GetStatesAsync(string appId, CancellationToken cancellation = default) =>
        Read<AlertState>(await state.GetAsync(States, appId, cancellation));

    /// <summary>Changes how the alerts of an app are.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="change">Makes the new states of the present ones; called again where another writer was quicker.</param>
    /// <param name="cancellation">Cancels the write.</param>
    public Task ChangeStatesAsync(string appId, Func<Dictionary<string, AlertState>, Dictionary<string, AlertState>> change, CancellationToken cancellation = default) =>
        ChangeAsync(States, appId, change, cancellation);

    /// <summary>Reads who is told of the alerts of an app, by id; alerts that nobody is told of are absent.</summary>
    public async Task<IReadOnlyDictionary<string, AlertDestinations>> GetDestinationsAsync(string appId, CancellationToken cancellation = default) =>
        Read<AlertDestinations>(await state.GetAsync(Destinations, appId, cancellation));

    /// <summary>Says who is told of an alert.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="alertId">The alert.</param>
    /// <param name="destinations">Who is told.</param>
    /// <param name="known">The app's alerts: what is stored of others is forgotten.</param>
    /// <param name="cancellation">Cancels the write.</param>
    public Task PutDestinationsAsync(string appId, string alertId, AlertDestinations destinations, IReadOnlyCollection<string> known, CancellationToken cancellation = default) =>
        ChangeAsync<AlertDestinations>(
            Destinations,
            appId,
            all => new Dictionary<string, AlertDestinations>(all.Where(each => known.Contains(each.Key)), StringComparer.Ordinal) { [alertId] = destinations },
            cancellation);

    /// <summary>Forgets an app.</summary>
    public async Task DeleteAllAsync(string appId, CancellationToken cancellation = default)
    {
        _ = await state.DeleteAsync(States, appId, cancellation: cancellation);
        _ = await state.DeleteAsync(Destinations, appId, cancellation: cancellation);
    }

    private async Task ChangeAsync<T>(string collection, string appId, Func<Dictionary<string, T>, Dictionary<string, T>> change, CancellationToken cancellation)
    {
        while (true)
        {
            var document = await state.GetAsync(collection, appId, cancellation);
            var changed = JsonSerializer.Serialize(change(Read<T>(document)), DeploymentJson.Options);
            var condition = document is null ? StateCondition.IfAbsent : StateCondition.IfMatch(document.ETag);
            if (changed == document?.Json || await state.PutAsync(collection, appId, changed, condition, cancellation) is not null)
            {
                return;
            }
        }
    }

    private static Dictionary<string, T> Read<T>(StateDocument? document) =>
        document is null ? new(StringComparer.Ordinal) : JsonSerializer.Deserialize<Dictionary<string, T>>(document.Json, DeploymentJson.Options)!;
}
