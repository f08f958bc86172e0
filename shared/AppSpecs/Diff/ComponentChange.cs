namespace Pipelines.AppSpecs;

/// <summary>What a changed spec asks for, of one component, and why.</summary>
public sealed record ComponentChange
{
    /// <summary>The component's name.</summary>
    public required string Name { get; init; }

    /// <summary>The component's kind.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>What has to be done: the most that any reason asks for.</summary>
    public required ComponentAction Action { get; init; }

    /// <summary>Every change that was found, the weightiest first.</summary>
    public IReadOnlyList<ChangeReason> Reasons { get; init => field = ValueList.Of(value); } = ValueList<ChangeReason>.Empty;
}
