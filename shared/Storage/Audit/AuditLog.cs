using System.Collections.Concurrent;
using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Storage.Audit;

/// <summary>
/// Who did what: an entry per attempt, durable before the attempt is made, so that none is missing whenever the platform
/// dies; how it ended is added once. Nothing else changes an entry, and only age removes it: a team keeps its newest 10,000.
/// </summary>
/// <param name="state">Where the entries are.</param>
/// <param name="limit">How many entries a team keeps.</param>
public sealed class AuditLog(IStateStore state, int limit = AuditLog.DefaultLimit)
{
    /// <summary>How many entries a team keeps unless told otherwise.</summary>
    public const int DefaultLimit = 10_000;

    private const string Collection = "audit";

    // Between two looks for what is too old; a team has at most so many more entries for each process that writes.
    private const int PruneInterval = 200;
    private readonly ConcurrentDictionary<string, int> _untilPrune = new(StringComparer.Ordinal);

    /// <summary>Writes that something is about to be done.</summary>
    /// <returns>What <see cref="EndAsync"/> asks for.</returns>
    /// <exception cref="InvalidOperationException">There is an entry of that id already.</exception>
    public async Task<string> BeginAsync(AuditEntry entry, CancellationToken cancellation = default)
    {
        if (_untilPrune.AddOrUpdate(entry.TeamId, 0, (_, left) => left == 0 ? Math.Min(PruneInterval, limit) : left - 1) == 0)
        {
            await state.PruneAsync(Collection, entry.TeamId + "/", limit, cancellation);
        }

        return await state.PutAsync(Collection, KeyOf(entry), Write(entry), StateCondition.IfAbsent, cancellation)
            ?? throw new InvalidOperationException($"there is an entry {entry.Id} already");
    }

    /// <summary>Writes how it ended; a second time changes nothing.</summary>
    /// <param name="entry">The entry as it was begun.</param>
    /// <param name="begun">What <see cref="BeginAsync"/> returned.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public Task EndAsync(AuditEntry entry, string begun, int status, CancellationToken cancellation = default) =>
        state.PutAsync(Collection, KeyOf(entry), Write(entry with { Status = status }), StateCondition.IfMatch(begun), cancellation);

    /// <summary>Lists a team's entries, newest first.</summary>
    /// <param name="teamId">The team's id.</param>
    /// <param name="skip">How many to pass over, 0 or more.</param>
    /// <param name="take">How many to read, 1 to 1000.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(string teamId, int skip, int take, CancellationToken cancellation = default) =>
        [.. (await state.ListPageAsync(Collection, teamId + "/", skip, take, cancellation)).Select(Read)];

    /// <summary>Counts a team's entries.</summary>
    public Task<int> CountAsync(string teamId, CancellationToken cancellation = default) => state.CountAsync(Collection, teamId + "/", cancellation);

    private static string KeyOf(AuditEntry entry) => $"{entry.TeamId}/{NewestFirst.KeyOf(Guid.Parse(entry.Id))}";

    private static AuditEntry Read(StateDocument document) => JsonSerializer.Deserialize<AuditEntry>(document.Json, JsonSerializerOptions.Web)!;

    private static string Write(AuditEntry entry) => JsonSerializer.Serialize(entry, JsonSerializerOptions.Web);
}
