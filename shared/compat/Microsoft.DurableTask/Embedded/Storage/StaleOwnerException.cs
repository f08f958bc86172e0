namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>Another process has taken the database over; this one must not write any more.</summary>
internal sealed class StaleOwnerException(long epoch, long owner) : InvalidOperationException(
    $"This process opened the durable task database as owner {epoch}, but owner {owner} has taken it over since; the write was refused.");
