namespace Pipelines.Storage.State;

/// <summary>What must hold for a write to happen; the default value asks for nothing.</summary>
public readonly record struct StateCondition
{
    private StateCondition(string? etag, bool absent)
    {
        ETag = etag;
        Absent = absent;
    }

    /// <summary>Gets the condition that the document does not exist yet.</summary>
    public static StateCondition IfAbsent { get; } = new(null, true);

    /// <summary>Gets the entity tag the document must still have, or null.</summary>
    public string? ETag { get; }

    /// <summary>Gets a value indicating whether the document must not exist.</summary>
    public bool Absent { get; }

    /// <summary>The condition that the document still has an entity tag.</summary>
    /// <param name="etag">The tag that a read returned.</param>
    public static StateCondition IfMatch(string etag) => new(etag, false);
}
