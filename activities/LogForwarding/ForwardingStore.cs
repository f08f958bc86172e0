using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Activities.LogForwarding;

/// <summary>Keeps how far forwarding is, and who does it: one process at a time for each app, however many there are.</summary>
internal sealed class ForwardingStore(IStateStore state, TimeProvider time)
{
    private const string Collection = "log-forwarding";
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Takes an app over.</summary>
    /// <returns>What was kept, and its tag; null while another process has it.</returns>
    public async Task<(ForwardingState State, string Tag)?> TakeAsync(string appId, string owner, CancellationToken cancellation)
    {
        var document = await state.GetAsync(Collection, appId, cancellation);
        var kept = document is null ? new ForwardingState(null, default, new Dictionary<string, ForwardingCursor>()) : Read(document);
        if (kept.Owner is { } other && other != owner && kept.Until > time.GetUtcNow())
        {
            return null;
        }

        var condition = document is null ? StateCondition.IfAbsent : StateCondition.IfMatch(document.ETag);
        var mine = kept with { Owner = owner, Until = time.GetUtcNow() + Lease };
        return await state.PutAsync(Collection, appId, Write(mine), condition, cancellation) is { } tag ? (mine, tag) : null;
    }

    /// <summary>Keeps how far it is.</summary>
    /// <returns>The new tag; null when another process has taken it over.</returns>
    public Task<string?> SaveAsync(string appId, string owner, IReadOnlyDictionary<string, ForwardingCursor> cursors, string tag, bool release, CancellationToken cancellation) =>
        state.PutAsync(
            Collection,
            appId,
            Write(new ForwardingState(release ? null : owner, time.GetUtcNow() + Lease, cursors)),
            StateCondition.IfMatch(tag),
            cancellation);

    /// <summary>Forgets an app.</summary>
    public Task DeleteAsync(string appId, CancellationToken cancellation) => state.DeleteAsync(Collection, appId, default, cancellation);

    private static ForwardingState Read(StateDocument document) => JsonSerializer.Deserialize<ForwardingState>(document.Json, JsonSerializerOptions.Web)!;

    private static string Write(ForwardingState kept) => JsonSerializer.Serialize(kept, JsonSerializerOptions.Web);
}
