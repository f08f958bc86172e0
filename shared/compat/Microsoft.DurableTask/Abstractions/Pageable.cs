namespace Microsoft.DurableTask;

/// <summary>Makes <see cref="AsyncPageable{T}"/> from functions that fetch a page.</summary>
public static class Pageable
{
    /// <summary>Makes a pageable from a function that takes a continuation token.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="pageFunc">Fetches the page at a continuation token.</param>
    /// <returns>The pageable.</returns>
    public static AsyncPageable<T> Create<T>(Func<string?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new FuncAsyncPageable<T>((continuation, _, cancellation) => pageFunc(continuation, cancellation));
    }

    /// <summary>Makes a pageable from a function that takes a continuation token and a page size hint.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="pageFunc">Fetches the page at a continuation token.</param>
    /// <returns>The pageable.</returns>
    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new FuncAsyncPageable<T>(pageFunc);
    }
}
