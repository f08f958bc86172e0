namespace Pipelines.Activities.LogForwarding;

/// <summary>What is kept of an app's forwarding.</summary>
/// <param name="Owner">The process that forwards it; null for none.</param>
/// <param name="Until">Until when nobody else does.</param>
/// <param name="Cursors">How far each destination is, by its key.</param>
internal sealed record ForwardingState(string? Owner, DateTimeOffset Until, IReadOnlyDictionary<string, ForwardingCursor> Cursors);
