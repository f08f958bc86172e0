namespace Pipelines.Deployments.Alerts;

/// <summary>How an alert is, as the alerts' workflow last wrote it.</summary>
public sealed record AlertState
{
    /// <summary>Gets since when it is looked after.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Gets a value indicating whether its value was ever measured.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>Gets a value indicating whether what is measured is beyond its value.</summary>
    public bool IsRaised { get; init; }

    /// <summary>Gets when it was last raised, recovered or happened; null when never.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Gets what was measured then.</summary>
    public double? Value { get; init; }

    /// <summary>Gets what happened then, for a person.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the keys of what has happened and was told, oldest first; at most 100.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>Gets what became of the newest message to each destination, by the destination's key.</summary>
    public IReadOnlyDictionary<string, AlertDelivery> Deliveries { get; init; } = new Dictionary<string, AlertDelivery>(StringComparer.Ordinal);

    /// <summary>
    /// Gets the keys of the changes that destinations are still to be told of, oldest first and at most 100, by the
    /// destination's key: it is told in this order.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Untold { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}
