using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>
/// What finds apps by team and by repository: documents whose keys say all, written by whoever writes the app, before it
/// comes and before it goes.
/// </summary>
/// <param name="state">The store.</param>
internal sealed class AppIndex(IStateStore state)
{
    private const string Owners = "apps-by-owner";
    private const string Repositories = "apps-by-repository";
    private const string Marks = "indexes";
    private const string Mark = "apps";
    private const string Nothing = "{}";
    private const int PageSize = 1000;
    private volatile bool _complete;

    /// <summary>Tells whether all apps are in it: not in a store that is older than the index.</summary>
    public async Task<bool> IsCompleteAsync(CancellationToken cancellation) =>
        _complete || (_complete = await state.GetAsync(Marks, Mark, cancellation) is not null);

    /// <summary>Remembers that all apps are in it.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        _ = await state.PutAsync(Marks, Mark, """{"version":1}""", cancellation: cancellation);
        _complete = true;
    }

    public Task AddAsync(App app, CancellationToken cancellation) =>
        Task.WhenAll(EntriesOf(app).Select(entry => state.PutAsync(entry.Collection, entry.Key, Nothing, StateCondition.IfAbsent, cancellation)));

    public Task RemoveAsync(App app, CancellationToken cancellation) =>
        Task.WhenAll(EntriesOf(app).Select(entry => state.DeleteAsync(entry.Collection, entry.Key, cancellation: cancellation)));

    public Task<int> CountByOwnerAsync(string ownerId, CancellationToken cancellation) => state.CountAsync(Owners, ownerId + "/", cancellation);

    public async Task<IReadOnlyList<string>> ListByOwnerAsync(string ownerId, int skip, int take, CancellationToken cancellation)
    {
        var prefix = ownerId + "/";
        var found = new List<string>();
        string? after = null;
        while (found.Count < take && await state.ListKeysAsync(Owners, prefix, after, Math.Min(PageSize, skip + take - found.Count), cancellation) is { Count: > 0 } keys)
        {
            found.AddRange(keys.Skip(skip).Select(key => key[prefix.Length..]));
            skip = Math.Max(0, skip - keys.Count);
            after = keys[^1];
        }

        return found;
    }

    /// <summary>The apps under any of the keys, in the order of their creation.</summary>
    public async Task<IReadOnlyList<string>> FindByRepositoryAsync(IReadOnlyList<string> repositories, CancellationToken cancellation)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var repository in repositories)
        {
            var prefix = repository + "/";
            string? after = null;
            while (await state.ListKeysAsync(Repositories, prefix, after, PageSize, cancellation) is { Count: > 0 } keys)
            {
                found.UnionWith(keys.Select(key => key[prefix.Length..]));
                after = keys[^1];
            }
        }

        return [.. found];
    }

    // The keys of an app that was stored before there were any are those of its spec.
    private static IEnumerable<(string Collection, string Key)> EntriesOf(App app) => app.RepositoryKeys
        .Union(RepositoryIdentity.KeysOf(app.Spec))
        .Select(repository => (Repositories, $"{repository}/{app.Id}"))
        .Prepend((Owners, $"{app.OwnerId}/{app.Id}"));
}
