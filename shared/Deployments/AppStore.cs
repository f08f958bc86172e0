using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Deployments.Requests;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>The apps in the state store, the names they hold, and what finds them by team and by repository.</summary>
/// <param name="state">The store.</param>
/// <param name="time">The clock.</param>
public sealed class AppStore(IStateStore state, TimeProvider time)
{
    private const string Apps = "apps";
    private const string Names = "app-names";
    private const int ParallelReads = 32;
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(4);
    private readonly AppIndex _index = new(state);

    /// <summary>Reads an app.</summary>
    /// <returns>The app, or null where there is none.</returns>
    public async Task<App?> GetAsync(string appId, CancellationToken cancellation = default) =>
        Guid.TryParse(appId, out _) && await state.GetAsync(Apps, appId, cancellation) is { } document ? Read(document) : null;

    /// <summary>Reads an app that must be there.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that id.</exception>
    public async Task<App> RequireAsync(string appId, CancellationToken cancellation = default) =>
        await GetAsync(appId, cancellation) ?? throw new KeyNotFoundException($"there is no app {appId}");

    /// <summary>Waits until an app is as asked for, as its workflow writes it.</summary>
    /// <param name="appId">The app's id.</param>
    /// <param name="condition">What to wait for; null stands for an app that is not there.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether the condition held in time, and the app as last read.</returns>
    public async Task<(bool Met, App? App)> WaitAsync(string appId, Func<App?, bool> condition, TimeSpan timeout, CancellationToken cancellation = default)
    {
        var deadline = time.GetUtcNow() + timeout;
        using var timer = new PeriodicTimer(s_pollInterval, time);
        while (true)
        {
            var app = await GetAsync(appId, cancellation);
            if (condition(app))
            {
                return (true, app);
            }

            if (time.GetUtcNow() >= deadline)
            {
                return (false, app);
            }

            _ = await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>Lists apps in the order of their ids, which is the order of their creation.</summary>
    /// <param name="after">Only apps after this id; null from the first.</param>
    /// <param name="limit">At most as many, 1 to 1000.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyList<App>> ListAsync(string? after = null, int limit = 1000, CancellationToken cancellation = default) =>
        [.. (await state.ListAsync(Apps, "", after, limit, cancellation)).Select(Read)];

    /// <summary>Lists apps of a team in the order of their creation.</summary>
    /// <param name="ownerId">The team's id.</param>
    /// <param name="skip">How many to pass over, 0 or more.</param>
    /// <param name="take">How many to read, 1 to 1000.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The apps, and how many the team has.</returns>
    public async Task<(IReadOnlyList<App> Page, int Total)> ListByOwnerAsync(string ownerId, int skip, int take, CancellationToken cancellation = default)
    {
        await EnsureIndexAsync(cancellation);
        var ids = await _index.ListByOwnerAsync(ownerId, skip, take, cancellation);
        return (await GetAsync(ids, cancellation), await _index.CountByOwnerAsync(ownerId, cancellation));
    }

    /// <summary>Finds the apps that ever had a component from the repository of a push, in the order of their creation; whether one has it still is to be looked at.</summary>
    public async Task<IReadOnlyList<App>> FindByRepositoryAsync(PushDelivery push, CancellationToken cancellation = default)
    {
        await EnsureIndexAsync(cancellation);
        return await GetAsync(await _index.FindByRepositoryAsync(RepositoryIdentity.KeysOf(push), cancellation), cancellation);
    }

    /// <summary>Lists apps as <see cref="ListAsync"/> does, but reads only their entity tags: for who looks for changes.</summary>
    /// <param name="after">Only apps after this id; null from the first.</param>
    /// <param name="limit">At most as many, 1 to 1000.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyList<StoredApp>> ListStoredAsync(string? after = null, int limit = 1000, CancellationToken cancellation = default) =>
        [.. (await state.ListAsync(Apps, "", after, limit, cancellation)).Select(document => new StoredApp(document.Key, document.ETag, () => Read(document)))];

    /// <summary>Counts the apps.</summary>
    public Task<int> CountAsync(CancellationToken cancellation = default) => state.CountAsync(Apps, cancellation: cancellation);

    /// <summary>Takes a name for an app.</summary>
    /// <returns>The id of the app that holds the name: the one given, or another that has it already.</returns>
    public async Task<string> ReserveNameAsync(string name, string appId, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await state.PutAsync(Names, name, JsonSerializer.Serialize(new NameReservation(appId, time.GetUtcNow())), StateCondition.IfAbsent, cancellation) is not null)
            {
                return appId;
            }

            if (await FindNameAsync(name, cancellation) is { } holder)
            {
                return holder.AppId;
            }
        }
    }

    /// <summary>Tells who holds a name and since when.</summary>
    /// <returns>The reservation, or null when the name is free.</returns>
    public async Task<NameReservation?> FindNameAsync(string name, CancellationToken cancellation = default) =>
        await state.GetAsync(Names, name, cancellation) is { } document ? JsonSerializer.Deserialize<NameReservation>(document.Json) : null;

    /// <summary>Gives a name back if the app holds it.</summary>
    public async Task ReleaseNameAsync(string name, string appId, CancellationToken cancellation = default)
    {
        if (await state.GetAsync(Names, name, cancellation) is { } document
            && JsonSerializer.Deserialize<NameReservation>(document.Json)!.AppId == appId)
        {
            _ = await state.DeleteAsync(Names, name, StateCondition.IfMatch(document.ETag), cancellation);
        }
    }

    /// <summary>Creates an app unless it is there already.</summary>
    public async Task CreateAsync(App app, CancellationToken cancellation = default)
    {
        app = app with { RepositoryKeys = RepositoryIdentity.KeysOf(app.Spec) };

        // First, so that a process that dies in between leaves no app that is not found.
        await _index.AddAsync(app, cancellation);
        _ = await state.PutAsync(Apps, app.Id, Write(app), StateCondition.IfAbsent, cancellation);
    }

    /// <summary>Applies what the app's workflow writes; a late or repeated write changes nothing, as does one to an app that is gone.</summary>
    /// <param name="update">What to write.</param>
    /// <param name="spec">The new spec; null to leave it.</param>
    /// <param name="cancellation">Cancels the write.</param>
    public async Task RecordAsync(AppUpdate update, AppSpec? spec, CancellationToken cancellation = default)
    {
        while (await state.GetAsync(Apps, update.AppId, cancellation) is { } document)
        {
            var stored = Read(document);
            if (stored.Sequence >= update.Sequence)
            {
                return;
            }

            var changed = Apply(stored, update, spec);
            if (changed.RepositoryKeys.Count > stored.RepositoryKeys.Count)
            {
                await _index.AddAsync(changed, cancellation);
            }

            if (await state.PutAsync(Apps, update.AppId, Write(changed), StateCondition.IfMatch(document.ETag), cancellation) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Deletes an app's document and what finds it.</summary>
    public async Task DeleteAsync(string appId, CancellationToken cancellation = default)
    {
        if (await GetAsync(appId, cancellation) is { } app)
        {
            await _index.RemoveAsync(app, cancellation);
            _ = await state.DeleteAsync(Apps, appId, cancellation: cancellation);
        }
    }

    private async Task EnsureIndexAsync(CancellationToken cancellation)
    {
        if (await _index.IsCompleteAsync(cancellation))
        {
            return;
        }

        string? after = null;
        while (await ListAsync(after, cancellation: cancellation) is { Count: > 0 } page)
        {
            await Task.WhenAll(page.Select(app => AddToIndexAsync(app, cancellation)));
            after = page[^1].Id;
        }

        await _index.CompleteAsync(cancellation);
    }

    private async Task AddToIndexAsync(App app, CancellationToken cancellation)
    {
        await _index.AddAsync(app, cancellation);

        // It may have been deleted since it was read.
        if (await GetAsync(app.Id, cancellation) is null)
        {
            await _index.RemoveAsync(app, cancellation);
        }
    }

    // What finds an app comes before it and goes before it: one that is not there yet, or not any more, is passed over.
    private async Task<IReadOnlyList<App>> GetAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var found = new List<App>(ids.Count);
        foreach (var some in ids.Chunk(ParallelReads))
        {
            found.AddRange((await Task.WhenAll(some.Select(id => GetAsync(id, cancellation)))).OfType<App>());
        }

        return found;
    }

    private static App Apply(App stored, AppUpdate update, AppSpec? spec) => stored with
    {
        Sequence = update.Sequence,
        UpdatedAt = update.At,
        Spec = spec ?? stored.Spec,

        // Never fewer: an entry too many costs a look, one too few a deployment.
        RepositoryKeys = spec is null ? stored.RepositoryKeys : [.. stored.RepositoryKeys.Union(RepositoryIdentity.KeysOf(stored.Spec)).Union(RepositoryIdentity.KeysOf(spec))],
        ActiveDeploymentId = update.ActiveDeploymentId,
        InProgressDeploymentId = update.InProgressDeploymentId,
        PendingDeploymentId = update.PendingDeploymentId,
        PinnedDeploymentId = update.PinnedDeploymentId,
        LiveUrl = update.LiveUrl,
        Deleting = update.Deleting,
        LastDeploymentCreatedAt = Newest(update) is { } newest && Newest(stored) != newest ? update.At : stored.LastDeploymentCreatedAt,
        LastDeploymentActiveAt = update.ActiveDeploymentId is { } active && stored.ActiveDeploymentId != active ? update.At : stored.LastDeploymentActiveAt,
    };

    private static string? Newest(AppUpdate update) => update.PendingDeploymentId ?? update.InProgressDeploymentId;

    private static string? Newest(App app) => app.PendingDeploymentId ?? app.InProgressDeploymentId;

    private static App Read(StateDocument document) => JsonSerializer.Deserialize<App>(document.Json, DeploymentJson.Options)!;

    private static string Write(App app) => JsonSerializer.Serialize(app, DeploymentJson.Options);
}
