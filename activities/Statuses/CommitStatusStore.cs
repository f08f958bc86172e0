using System.Text.Json;
using Pipelines.Deployments;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Statuses;

/// <summary>
/// What is to be said at commits: for each repository, commit and context how the newest deployment is. A document for each
/// app name, as that is the context; the commits deployed last are in it.
/// </summary>
/// <param name="state">The state store.</param>
public sealed class CommitStatusStore(IStateStore state)
{
    private const string Collection = "commit-statuses";
    private const int MaximumCommits = 50;

    /// <summary>Notes how a deployment is, unless a newer one of the same commit was noted before.</summary>
    /// <returns>What is to be said at the commit.</returns>
    public async Task<DeploymentStatus> NoteAsync(DeploymentStatus status, CancellationToken cancellation = default)
    {
        while (true)
        {
            var document = await state.GetAsync(Collection, status.AppName, cancellation);
            var all = Read(document);
            if (all.GetValueOrDefault(KeyOf(status)) is { } known && string.CompareOrdinal(known.DeploymentId, status.DeploymentId) > 0)
            {
                return known;
            }

            // The provider's id is of the deployment, not of the commit.
            var noted = status with { ProviderId = null };
            all[KeyOf(status)] = noted;
            var kept = all.OrderByDescending(each => each.Value.DeploymentId, StringComparer.Ordinal).Take(MaximumCommits).ToDictionary(StringComparer.Ordinal);
            var json = JsonSerializer.Serialize(kept, DeploymentJson.Options);
            var condition = document is null ? StateCondition.IfAbsent : StateCondition.IfMatch(document.ETag);
            if (json == document?.Json || await state.PutAsync(Collection, status.AppName, json, condition, cancellation) is not null)
            {
                return noted;
            }
        }
    }

    /// <summary>Reads what is to be said at a commit now.</summary>
    /// <param name="noted">What was to be said.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<DeploymentStatus> GetAsync(DeploymentStatus noted, CancellationToken cancellation = default) =>
        Read(await state.GetAsync(Collection, noted.AppName, cancellation)).GetValueOrDefault(KeyOf(noted)) ?? noted;

    /// <summary>Forgets an app.</summary>
    /// <param name="appName">Its name.</param>
    /// <param name="cancellation">Cancels the write.</param>
    public Task DeleteAsync(string appName, CancellationToken cancellation = default) => state.DeleteAsync(Collection, appName, cancellation: cancellation);

    private static string KeyOf(DeploymentStatus status) => $"{status.Repository.Provider}/{status.Repository.Name}@{status.Commit}";

    private static Dictionary<string, DeploymentStatus> Read(StateDocument? document) =>
        document is null ? new(StringComparer.Ordinal) : JsonSerializer.Deserialize<Dictionary<string, DeploymentStatus>>(document.Json, DeploymentJson.Options)!;
}
