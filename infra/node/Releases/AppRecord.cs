namespace Pipelines.Node.Releases;

/// <summary>What the node keeps of an app.</summary>
internal sealed record AppRecord
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets the release that has the traffic; null for none yet.</summary>
    public string? Routed { get; init; }

    /// <summary>Gets the release that had the traffic before; null for none.</summary>
    public string? Standby { get; init; }

    /// <summary>Gets the index of each service's private address, which it keeps as long as the app lives.</summary>
    public IReadOnlyDictionary<string, int> Services { get; init; } = new Dictionary<string, int>();

    /// <summary>Gets a value indicating whether the app is being deleted.</summary>
    public bool Deleting { get; init; }
}
