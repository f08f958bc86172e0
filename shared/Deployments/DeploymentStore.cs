using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>The deployments of all apps in the state store.</summary>
/// <param name="state">The store.</param>
public sealed class DeploymentStore(IStateStore state)
{
    private const string Deployments = "deployments";
    private const string Specs = "specs";
    private const string Changes = "app-changes";
    private const int MaximumHistory = 200;

    // Longer than a request waits for its app's workflow.
    private static readonly TimeSpan s_claimLimit = TimeSpan.FromSeconds(30);

    /// <summary>Stores the spec that a request will deploy, before the request itself is made durable.</summary>
    public Task PutSpecAsync(string appId, string deploymentId, AppSpec spec, CancellationToken cancellation = default) =>
        state.PutAsync(Specs, $"{appId}/{deploymentId}", JsonSerializer.Serialize(spec, AppSpecJson.Options), cancellation: cancellation);

    /// <summary>Reads a spec that <see cref="PutSpecAsync"/> stored.</summary>
    /// <returns>The spec, or null where there is none.</returns>
    public async Task<AppSpec?> GetSpecAsync(string appId, string deploymentId, CancellationToken cancellation = default) =>
        await state.GetAsync(Specs, $"{appId}/{deploymentId}", cancellation) is { } document
            ? JsonSerializer.Deserialize<AppSpec>(document.Json, AppSpecJson.Options)
            : null;

    /// <summary>Claims, for a deployment, the one change that may be made to a state of an app: of two that were made from one state, the second is refused.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="stateTag">What names the state: 1 to 64 of a-z and 0-9.</param>
    /// <param name="deploymentId">The deployment that makes the change.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The deployment that has it: the one given, or another.</returns>
    public async Task<string> ClaimChangeAsync(string appId, string stateTag, string deploymentId, CancellationToken cancellation = default)
    {
        var key = $"{appId}/{stateTag}";
        while (true)
        {
            if (await state.PutAsync(Changes, key, JsonSerializer.Serialize(deploymentId), StateCondition.IfAbsent, cancellation) is not null)
            {
                return deploymentId;
            }

            if (await state.GetAsync(Changes, key, cancellation) is not { } document)
            {
                continue;
            }

            // A process that died before its request was durable has changed nothing: the claim passes on.
            var holder = JsonSerializer.Deserialize<string>(document.Json)!;
            if (await GetAsync(appId, holder, cancellation) is not null || DeploymentIds.TimeOf(holder) > DeploymentIds.TimeOf(deploymentId) - s_claimLimit)
            {
                return holder;
            }

            if (await state.PutAsync(Changes, key, JsonSerializer.Serialize(deploymentId), StateCondition.IfMatch(document.ETag), cancellation) is not null)
            {
                return deploymentId;
            }
        }
    }

    /// <summary>Reads a deployment.</summary>
    /// <returns>The deployment, or null where the app has none of that id or the id is no UUID.</returns>
    public async Task<Deployment?> GetAsync(string appId, string deploymentId, CancellationToken cancellation = default) =>
        Guid.TryParse(deploymentId, out _) && await state.GetAsync(Deployments, Key(appId, deploymentId), cancellation) is { } document
            ? Read(document)
            : null;

    /// <summary>Reads a deployment that must be there.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that id.</exception>
    public async Task<Deployment> RequireAsync(string appId, string deploymentId, CancellationToken cancellation = default) =>
        await GetAsync(appId, deploymentId, cancellation) ?? throw new KeyNotFoundException($"app {appId} has no deployment {deploymentId}");

    /// <summary>Lists deployments of an app, newest first.</summary>
    /// <param name="appId">The app's id.</param>
    /// <param name="skip">How many to pass over, 0 or more.</param>
    /// <param name="take">How many to read, 1 to 1000.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyList<Deployment>> ListAsync(string appId, int skip, int take, CancellationToken cancellation = default) =>
        [.. (await state.ListPageAsync(Deployments, appId + "/", skip, take, cancellation)).Select(Read)];

    /// <summary>Counts the deployments of an app.</summary>
    public Task<int> CountAsync(string appId, CancellationToken cancellation = default) => state.CountAsync(Deployments, appId + "/", cancellation);

    /// <summary>Creates a deployment unless it is there already.</summary>
    public async Task CreateAsync(Deployment deployment, CancellationToken cancellation = default)
    {
        if (await state.PutAsync(Deployments, Key(deployment.AppId, deployment.Id), Write(deployment), StateCondition.IfAbsent, cancellation) is not null)
        {
            DeploymentMetrics.Created(deployment);
        }
    }

    /// <summary>Applies what a workflow writes; a late or repeated write changes nothing.</summary>
    /// <exception cref="KeyNotFoundException">There is no such deployment.</exception>
    public async Task RecordAsync(DeploymentUpdate update, CancellationToken cancellation = default)
    {
        while (true)
        {
            var document = await state.GetAsync(Deployments, Key(update.AppId, update.DeploymentId), cancellation)
                ?? throw new KeyNotFoundException($"app {update.AppId} has no deployment {update.DeploymentId}");
            var stored = Read(document);
            if (stored.Sequence >= update.Sequence)
            {
                return;
            }

            var changed = Apply(stored, update);
            if (await state.PutAsync(Deployments, Key(update.AppId, update.DeploymentId), Write(changed), StateCondition.IfMatch(document.ETag), cancellation) is not null)
            {
                DeploymentMetrics.Recorded(stored, changed);
                return;
            }
        }
    }

    /// <summary>Writes that the images of a deployment are not kept any more.</summary>
    public async Task MarkPrunedAsync(string appId, string deploymentId, CancellationToken cancellation = default)
    {
        while (await state.GetAsync(Deployments, Key(appId, deploymentId), cancellation) is { } document && Read(document) is { ImagesPruned: false } stored)
        {
            if (await state.PutAsync(Deployments, document.Key, Write(stored with { ImagesPruned = true }), StateCondition.IfMatch(document.ETag), cancellation) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Deletes the deployments and stored specs of an app.</summary>
    public async Task DeleteAllAsync(string appId, CancellationToken cancellation = default)
    {
        foreach (var collection in (string[])[Deployments, Specs, Changes])
        {
            while (await state.ListAsync(collection, appId + "/", cancellation: cancellation) is { Count: > 0 } page)
            {
                foreach (var document in page)
                {
                    _ = await state.DeleteAsync(collection, document.Key, cancellation: cancellation);
                }
            }
        }
    }

    private static Deployment Apply(Deployment stored, DeploymentUpdate update) => stored with
    {
        Sequence = update.Sequence,
        Phase = update.Phase,
        PhaseLastUpdatedAt = stored.Phase == update.Phase ? stored.PhaseLastUpdatedAt : update.At,
        UpdatedAt = update.At,
        PreviousDeploymentId = update.PreviousDeploymentId ?? stored.PreviousDeploymentId,
        ReleaseId = update.ReleaseId,
        Steps = update.Steps,
        Components = update.Components,
        Commits = update.Commits,
        Reason = update.Reason,
        ExitCode = update.ExitCode,
        LastLines = update.LastLines,
        History = [.. stored.History.Concat(update.History).TakeLast(MaximumHistory)],
    };

    private static string Key(string appId, string deploymentId) => $"{appId}/{DeploymentIds.NewestFirstKey(deploymentId)}";

    private static Deployment Read(StateDocument document) => JsonSerializer.Deserialize<Deployment>(document.Json, DeploymentJson.Options)!;

    private static string Write(Deployment deployment) => JsonSerializer.Serialize(deployment, DeploymentJson.Options);
}
