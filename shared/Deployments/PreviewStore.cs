using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>The previews of pull requests in the state store.</summary>
/// <param name="state">The store.</param>
public sealed class PreviewStore(IStateStore state)
{
    private const string Previews = "previews";
    private const int PageSize = 1000;

    /// <summary>Reads the preview of a pull request; null where there never was one.</summary>
    public async Task<Preview?> GetAsync(string key, CancellationToken cancellation = default) =>
        await state.GetAsync(Previews, key, cancellation) is { } document ? Read(document) : null;

    /// <summary>Changes the preview of a pull request.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="change">Makes of what is there, or null, what is to be there, or null to leave it.</param>
    /// <param name="cancellation">Cancels the write.</param>
    /// <returns>What is there now.</returns>
    public async Task<Preview?> ChangeAsync(string key, Func<Preview?, Preview?> change, CancellationToken cancellation = default)
    {
        while (true)
        {
            var document = await state.GetAsync(Previews, key, cancellation);
            var present = document is null ? null : Read(document);
            if (change(present) is not { } changed)
            {
                return present;
            }

            var condition = document is null ? StateCondition.IfAbsent : StateCondition.IfMatch(document.ETag);
            if (await state.PutAsync(Previews, key, JsonSerializer.Serialize(changed, DeploymentJson.Options), condition, cancellation) is not null)
            {
                return changed;
            }
        }
    }

    /// <summary>Lists the previews of an app that are there.</summary>
    public async Task<IReadOnlyList<Preview>> ListOpenAsync(string baseAppId, CancellationToken cancellation = default)
    {
        var found = new List<Preview>();
        string? after = null;
        while (await state.ListAsync(Previews, baseAppId + "/", after, PageSize, cancellation) is { Count: > 0 } page)
        {
            found.AddRange(page.Select(Read).Where(preview => preview.IsOpen));
            after = page[^1].Key;
        }

        return found;
    }

    /// <summary>Deletes what is known of an app's previews.</summary>
    public async Task DeleteAllAsync(string baseAppId, CancellationToken cancellation = default)
    {
        while (await state.ListAsync(Previews, baseAppId + "/", cancellation: cancellation) is { Count: > 0 } page)
        {
            foreach (var document in page)
            {
                _ = await state.DeleteAsync(Previews, document.Key, cancellation: cancellation);
            }
        }
    }

    private static Preview Read(StateDocument document) => JsonSerializer.Deserialize<Preview>(document.Json, DeploymentJson.Options)!;
}
