namespace Pipelines.Storage.State;

/// <summary>Pages by number, over keys alone: what is passed over is not read.</summary>
public static class StateStorePages
{
    private const int PageSize = 1000;

    /// <summary>Reads documents after the first so many.</summary>
    /// <param name="state">The store.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="prefix">Only keys that start with it.</param>
    /// <param name="skip">How many to pass over, 0 or more.</param>
    /// <param name="take">How many to read, 1 or more.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static async Task<IReadOnlyList<StateDocument>> ListPageAsync(
        this IStateStore state, string collection, string prefix, int skip, int take, CancellationToken cancellation = default)
    {
        var after = await state.FindKeyAsync(collection, prefix, skip, cancellation);
        var found = new List<StateDocument>();
        if (skip > 0 && after is null)
        {
            return found;
        }

        while (found.Count < take && await state.ListAsync(collection, prefix, after, Math.Min(PageSize, take - found.Count), cancellation) is { Count: > 0 } page)
        {
            found.AddRange(page);
            after = page[^1].Key;
        }

        return found;
    }

    /// <summary>Deletes all documents but the first so many.</summary>
    public static async Task PruneAsync(this IStateStore state, string collection, string prefix, int keep, CancellationToken cancellation = default)
    {
        var last = await state.FindKeyAsync(collection, prefix, keep, cancellation);
        if (keep > 0 && last is null)
        {
            return;
        }

        while (await state.ListKeysAsync(collection, prefix, last, PageSize, cancellation) is { Count: > 0 } old)
        {
            // Deletions that are under way together share commits.
            await Task.WhenAll(old.Select(key => state.DeleteAsync(collection, key, cancellation: cancellation)));
        }
    }

    // The key of the document of a number, counted from 1; null where there are fewer.
    private static async Task<string?> FindKeyAsync(this IStateStore state, string collection, string prefix, int number, CancellationToken cancellation)
    {
        string? key = null;
        while (number > 0)
        {
            var keys = await state.ListKeysAsync(collection, prefix, key, Math.Min(PageSize, number), cancellation);
            if (keys.Count == 0)
            {
                return null;
            }

            number -= keys.Count;
            key = keys[^1];
        }

        return key;
    }
}
