namespace Pipelines.Functions.Panel.Changes;

/// <summary>A component that was built from another commit.</summary>
/// <param name="Component">Its name.</param>
/// <param name="From">The commit before; null for a component that is new.</param>
/// <param name="To">The commit now.</param>
public sealed record CommitChange(string Component, string? From, string To);
