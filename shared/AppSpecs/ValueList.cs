namespace Pipelines.AppSpecs;

/// <summary>Makes <see cref="ValueList{T}"/>s.</summary>
internal static class ValueList
{
    /// <summary>A copy of the items with structural equality; null (as JSON may have it) becomes the empty list.</summary>
    public static ValueList<T> Of<T>(IReadOnlyList<T>? items) => items switch
    {
        null => ValueList<T>.Empty,
        ValueList<T> list => list,
        { Count: 0 } => ValueList<T>.Empty,
        _ => new ValueList<T>([.. items]),
    };

    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) =>
        items.IsEmpty ? ValueList<T>.Empty : new ValueList<T>(items.ToArray());
}
