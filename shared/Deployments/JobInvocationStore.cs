using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>The runs of jobs in the state store: of each app the newest thousand.</summary>
/// <param name="state">The store.</param>
public sealed class JobInvocationStore(IStateStore state)
{
    /// <summary>How many are kept of an app.</summary>
    public const int Limit = 1000;

    private const string Collection = "job-invocations";

    /// <summary>Writes that a run has begun, unless that was written already.</summary>
    /// <returns>The run as it is stored.</returns>
    public async Task<JobInvocation> StartAsync(JobInvocation invocation, CancellationToken cancellation = default)
    {
        await state.PruneAsync(Collection, invocation.AppId + "/", Limit - 1, cancellation);
        return await state.PutAsync(Collection, KeyOf(invocation.AppId, invocation.Id), Write(invocation), StateCondition.IfAbsent, cancellation) is null
            ? await GetAsync(invocation.AppId, invocation.Id, cancellation) ?? invocation
            : invocation;
    }

    /// <summary>Writes how a run has ended; one that has ended stays as it is.</summary>
    public async Task EndAsync(JobInvocation invocation, JobInvocationPhase phase, DateTimeOffset at, CancellationToken cancellation = default)
    {
        while (await state.GetAsync(Collection, KeyOf(invocation.AppId, invocation.Id), cancellation) is { } document && Read(document) is { CompletedAt: null } stored)
        {
            var ended = Write(stored with { Phase = phase, CompletedAt = at });
            if (await state.PutAsync(Collection, document.Key, ended, StateCondition.IfMatch(document.ETag), cancellation) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Reads a run.</summary>
    /// <returns>The run, or null where the app has none of that id or the id is no UUID.</returns>
    public async Task<JobInvocation?> GetAsync(string appId, string id, CancellationToken cancellation = default) =>
        Guid.TryParse(id, out _) && await state.GetAsync(Collection, KeyOf(appId, id), cancellation) is { } document ? Read(document) : null;

    /// <summary>Lists all runs that are kept of an app, newest first.</summary>
    public async Task<IReadOnlyList<JobInvocation>> ListAsync(string appId, CancellationToken cancellation = default) =>
        [.. (await state.ListPageAsync(Collection, appId + "/", 0, Limit, cancellation)).Select(Read)];

    /// <summary>Deletes the runs of an app.</summary>
    public Task DeleteAllAsync(string appId, CancellationToken cancellation = default) => state.PruneAsync(Collection, appId + "/", 0, cancellation);

    private static string KeyOf(string appId, string id) => $"{appId}/{NewestFirst.KeyOf(Guid.Parse(id))}";

    private static JobInvocation Read(StateDocument document) => JsonSerializer.Deserialize<JobInvocation>(document.Json, DeploymentJson.Options)!;

    private static string Write(JobInvocation invocation) => JsonSerializer.Serialize(invocation, DeploymentJson.Options);
}
