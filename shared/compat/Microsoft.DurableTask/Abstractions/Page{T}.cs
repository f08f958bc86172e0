namespace Microsoft.DurableTask;

/// <summary>One page of values.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class Page<T>
    where T : notnull
{
    /// <summary>Initializes a new instance of the <see cref="Page{T}"/> class.</summary>
    /// <param name="values">The values of this page.</param>
    /// <param name="continuationToken">Where the next page begins, or null on the last page.</param>
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    /// <summary>Gets the values of this page.</summary>
    public IReadOnlyList<T> Values { get; }

    /// <summary>Gets where the next page begins; null on the last page.</summary>
    public string? ContinuationToken { get; }
}
