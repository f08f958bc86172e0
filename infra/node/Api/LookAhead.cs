using System.Runtime.CompilerServices;

namespace Pipelines.Node.Api;

/// <summary>Knows of each item whether the next is there already, so that what comes at once is sent together.</summary>
internal static class LookAhead
{
    /// <summary>Reads items; the next is asked for before one is handed out.</summary>
    public static async IAsyncEnumerable<(T Item, bool More)> OverAsync<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var source = items.GetAsyncEnumerator(stop.Token);
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var item = source.Current;
                next = source.MoveNextAsync().AsTask();
                yield return (item, next.IsCompletedSuccessfully);
            }
        }
        finally
        {
            // An iterator cannot be disposed of while it runs.
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
