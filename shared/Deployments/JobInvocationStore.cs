using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>The runs of jobs in the state store: of each job the newest hundred.</summary>
/// <param name="state">The store.</param>
public sealed class JobInvocationStore(IStateStore state)
{
    /// <summary>How many are kept of a job.</summary>
    public const int KeptPerJob = 100;

    /// <summary>How many are kept of an app, jobs that it no longer has included.</summary>
    public const int KeptPerApp = 5000;

    private const string Collection = "job-invocations";

    /// <summary>Writes that a run is to be, unless that was written already.</summary>
    /// <returns>The run as it is stored.</returns>
    public async Task<JobInvocation> CreateAsync(JobInvocation invocation, CancellationToken cancellation = default) =>
        await state.PutAsync(Collection, KeyOf(invocation.AppId, invocation.Id), Write(invocation), StateCondition.IfAbsent, cancellation) is null
            ? await GetAsync(invocation.AppId, invocation.Id, cancellation) ?? invocation
            : invocation;

    /// <summary>Writes that a run has begun; one that has begun or ended stays as it is.</summary>
    /// <returns>The run as it is stored; null where it is not there.</returns>
    public Task<JobInvocation?> StartAsync(string appId, string id, DateTimeOffset at, CancellationToken cancellation = default) => ChangeAsync(
        appId, id, stored => stored is { IsFinal: false, StartedAt: null } ? stored with { Phase = JobInvocationPhase.Running, StartedAt = at } : stored, cancellation);

    /// <summary>Writes that a person wants the end of a run; one that has ended stays as it is.</summary>
    /// <returns>The run as it is stored; null where it is not there.</returns>
    public Task<JobInvocation?> RequestCancelAsync(string appId, string id, DateTimeOffset at, CancellationToken cancellation = default) => ChangeAsync(
        appId, id, stored => stored is { IsFinal: false, CancelRequestedAt: null } ? stored with { CancelRequestedAt = at } : stored, cancellation);

    /// <summary>Writes how a run has ended; one that has ended stays as it is.</summary>
    /// <returns>The run as it is stored; null where it is not there.</returns>
    public Task<JobInvocation?> EndAsync(
        string appId, string id, JobInvocationPhase phase, Failure? failure, DateTimeOffset at, CancellationToken cancellation = default) => ChangeAsync(
        appId,
        id,
        stored => stored.IsFinal ? stored : stored with { Phase = phase, CompletedAt = at, ExitCode = phase == JobInvocationPhase.Succeeded ? 0 : failure?.ExitCode, Reason = failure?.Reason },
        cancellation);

    /// <summary>Reads a run.</summary>
    /// <returns>The run, or null where the app has none of that id or the id is no UUID.</returns>
    public async Task<JobInvocation?> GetAsync(string appId, string id, CancellationToken cancellation = default) =>
        Guid.TryParse(id, out _) && await state.GetAsync(Collection, KeyOf(appId, id), cancellation) is { } document ? Read(document) : null;

    /// <summary>Lists all runs that are kept of an app, newest first.</summary>
    public async Task<IReadOnlyList<JobInvocation>> ListAsync(string appId, CancellationToken cancellation = default) =>
        [.. (await state.ListPageAsync(Collection, appId + "/", 0, KeptPerApp + KeptPerJob, cancellation)).Select(Read)];

    /// <summary>Deletes the oldest runs of a job, and of its app, beyond those that are kept.</summary>
    /// <returns>Those deleted.</returns>
    public async Task<IReadOnlyList<JobInvocation>> PruneAsync(string appId, string job, CancellationToken cancellation = default)
    {
        if (await state.CountAsync(Collection, appId + "/", cancellation) <= KeptPerJob)
        {
            return [];
        }

        var all = await ListAsync(appId, cancellation);
        List<JobInvocation> old = [.. all.Where(invocation => invocation.JobName == job).Skip(KeptPerJob).Union(all.Skip(KeptPerApp)).Where(invocation => invocation.IsFinal)];
        await Task.WhenAll(old.Select(invocation => state.DeleteAsync(Collection, KeyOf(appId, invocation.Id), cancellation: cancellation)));
        return old;
    }

    /// <summary>Deletes the runs of an app.</summary>
    public Task DeleteAllAsync(string appId, CancellationToken cancellation = default) => state.PruneAsync(Collection, appId + "/", 0, cancellation);

    private async Task<JobInvocation?> ChangeAsync(string appId, string id, Func<JobInvocation, JobInvocation> change, CancellationToken cancellation)
    {
        while (await state.GetAsync(Collection, KeyOf(appId, id), cancellation) is { } document)
        {
            var stored = Read(document);
            var changed = change(stored);
            if (ReferenceEquals(stored, changed)
                || await state.PutAsync(Collection, document.Key, Write(changed), StateCondition.IfMatch(document.ETag), cancellation) is not null)
            {
                return changed;
            }
        }

        return null;
    }

    private static string KeyOf(string appId, string id) => $"{appId}/{NewestFirst.KeyOf(Guid.Parse(id))}";

    private static JobInvocation Read(StateDocument document) => JsonSerializer.Deserialize<JobInvocation>(document.Json, DeploymentJson.Options)!;

    private static string Write(JobInvocation invocation) => JsonSerializer.Serialize(invocation, DeploymentJson.Options);
}
