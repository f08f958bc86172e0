using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Deployments.Events;

/// <summary>What happened to apps, in the state store: of each app the newest thousand.</summary>
/// <param name="state">The store.</param>
public sealed class AppEventStore(IStateStore state)
{
    /// <summary>How many are kept of an app.</summary>
    public const int Limit = 1000;

    private const string Collection = "app-events";

    /// <summary>Writes an event, once.</summary>
    public async Task AddAsync(AppEvent happened, CancellationToken cancellation = default)
    {
        await state.PruneAsync(Collection, happened.AppId + "/", Limit - 1, cancellation);
        _ = await state.PutAsync(
            Collection,
            $"{happened.AppId}/{NewestFirst.KeyOf(Guid.Parse(happened.Id))}",
            JsonSerializer.Serialize(happened, DeploymentJson.Options),
            StateCondition.IfAbsent,
            cancellation);
    }

    /// <summary>Lists the events of an app, newest first.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="take">At most as many, 1 to <see cref="Limit"/>.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyList<AppEvent>> ListAsync(string appId, int take = Limit, CancellationToken cancellation = default) =>
        [.. (await state.ListPageAsync(Collection, appId + "/", 0, take, cancellation)).Select(document => JsonSerializer.Deserialize<AppEvent>(document.Json, DeploymentJson.Options)!)];

    /// <summary>Deletes the events of an app.</summary>
    public Task DeleteAllAsync(string appId, CancellationToken cancellation = default) => state.PruneAsync(Collection, appId + "/", 0, cancellation);
}
