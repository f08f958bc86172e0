using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Deployments;

/// <summary>How apps follow their repositories, in the state store.</summary>
/// <param name="state">The store.</param>
public sealed class AppGitSettingsStore(IStateStore state)
{
    private const string Settings = "app-git-settings";

    /// <summary>Reads an app's settings; the defaults where none are set.</summary>
    public async Task<AppGitSettings> GetAsync(string appId, CancellationToken cancellation = default) =>
        await state.GetAsync(Settings, appId, cancellation) is { } document ? Read(document) : new AppGitSettings();

    /// <summary>Changes an app's settings.</summary>
    /// <returns>The settings as they are now.</returns>
    public async Task<AppGitSettings> ChangeAsync(string appId, Func<AppGitSettings, AppGitSettings> change, CancellationToken cancellation = default)
    {
        while (true)
        {
            var document = await state.GetAsync(Settings, appId, cancellation);
            var changed = change(document is null ? new AppGitSettings() : Read(document));
            var condition = document is null ? StateCondition.IfAbsent : StateCondition.IfMatch(document.ETag);
            if (await state.PutAsync(Settings, appId, JsonSerializer.Serialize(changed, DeploymentJson.Options), condition, cancellation) is not null)
            {
                return changed;
            }
        }
    }

    /// <summary>Deletes an app's settings.</summary>
    public Task DeleteAsync(string appId, CancellationToken cancellation = default) => state.DeleteAsync(Settings, appId, cancellation: cancellation);

    private static AppGitSettings Read(StateDocument document) => JsonSerializer.Deserialize<AppGitSettings>(document.Json, DeploymentJson.Options)!;
}
