using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>The heads of branches in the state store.</summary>
/// <param name="state">The store.</param>
public sealed class BranchHeadStore(IStateStore state)
{
    private const string Heads = "branch-heads";

    /// <summary>Reads a branch's head.</summary>
    /// <param name="branch">The key of repository and branch.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The head with its entity tag; nothing where none is known.</returns>
    public async Task<(BranchHead? Head, string? ETag)> GetAsync(string branch, CancellationToken cancellation = default) =>
        await state.GetAsync(Heads, branch, cancellation) is { } document
            ? (JsonSerializer.Deserialize<BranchHead>(document.Json, DeploymentJson.Options), document.ETag)
            : (null, null);

    /// <summary>Writes a branch's head if it is still what was read.</summary>
    /// <param name="branch">The key of repository and branch.</param>
    /// <param name="head">The head.</param>
    /// <param name="etag">The entity tag that was read; null where there was none.</param>
    /// <param name="cancellation">Cancels the write.</param>
    /// <returns>Whether it was.</returns>
    public async Task<bool> TryPutAsync(string branch, BranchHead head, string? etag, CancellationToken cancellation = default) =>
        await state.PutAsync(Heads, branch, JsonSerializer.Serialize(head, DeploymentJson.Options), etag is null ? StateCondition.IfAbsent : StateCondition.IfMatch(etag), cancellation) is not null;
}
