namespace Pipelines.Storage.Audit;

/// <summary>Something that was done, or tried, with a token.</summary>
public sealed record AuditEntry
{
    /// <summary>Gets the entry's id, a UUID whose order is the order of time.</summary>
    public required string Id { get; init; }

    /// <summary>Gets when it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the team whose trail it is in: the token's.</summary>
    public required string TeamId { get; init; }

    /// <summary>Gets the token's id.</summary>
    public required string TokenId { get; init; }

    /// <summary>Gets the first characters of the token, by which its owner recognises it.</summary>
    public required string TokenPrefix { get; init; }

    /// <summary>Gets the token's name.</summary>
    public required string TokenName { get; init; }

    /// <summary>Gets what was to be done, as in the API's description: <c>CreateApp</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets the HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the path, which names what it was done to.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the address the request came from; null when unknown.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Gets the request's id.</summary>
    public required string RequestId { get; init; }

    /// <summary>Gets the HTTP status it was answered with; null while it runs, and for good when the platform died meanwhile.</summary>
    public int? Status { get; init; }
}
