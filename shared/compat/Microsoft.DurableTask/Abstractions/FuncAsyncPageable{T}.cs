using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

/// <summary>A pageable over a function that fetches one page.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal sealed class FuncAsyncPageable<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc) : AsyncPageable<T>
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default) =>
        Pages(continuationToken, pageSizeHint);

    private async IAsyncEnumerable<Page<T>> Pages(string? continuation, int? size, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        do
        {
            var page = await pageFunc(continuation, size, cancellation);
            yield return page;
            continuation = page.ContinuationToken;
        }
        while (continuation is not null);
    }
}
