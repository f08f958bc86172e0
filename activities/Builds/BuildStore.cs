using System.Text.Json;
using Pipelines.Deployments;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Builds;

/// <summary>The builds that were made, by app, component and build key, and the deployments whose builds were cancelled.</summary>
/// <param name="state">The store.</param>
public sealed class BuildStore(IStateStore state)
{
    private const string Builds = "builds";
    private const string Cancellations = "build-cancellations";

    /// <summary>Finds the build that was made of the same source, spec and environment.</summary>
    /// <returns>The build, or null where there is none.</returns>
    public async Task<ComponentBuild?> FindAsync(string appId, string component, string buildKey, CancellationToken cancellation = default) =>
        await state.GetAsync(Builds, $"{appId}/{component}/{buildKey}", cancellation) is { } document
            ? JsonSerializer.Deserialize<ComponentBuild>(document.Json, DeploymentJson.Options)
            : null;

    /// <summary>Remembers a build.</summary>
    public Task PutAsync(string appId, ComponentBuild build, CancellationToken cancellation = default) =>
        state.PutAsync(Builds, $"{appId}/{build.Name}/{build.BuildKey}", JsonSerializer.Serialize(build, DeploymentJson.Options), cancellation: cancellation);

    /// <summary>Forgets the builds of an app that are not to be kept.</summary>
    /// <returns>The images of those forgotten.</returns>
    public async Task<IReadOnlyList<string>> PruneAsync(string appId, Func<ComponentBuild, bool> keep, CancellationToken cancellation = default)
    {
        var forgotten = new List<string>();
        string? after = null;
        while (await state.ListAsync(Builds, appId + "/", after, cancellation: cancellation) is { Count: > 0 } page)
        {
            foreach (var document in page)
            {
                var build = JsonSerializer.Deserialize<ComponentBuild>(document.Json, DeploymentJson.Options)!;
                if (!keep(build) && await state.DeleteAsync(Builds, document.Key, StateCondition.IfMatch(document.ETag), cancellation) && build.Image is { } image)
                {
                    forgotten.Add(image);
                }
            }

            after = page[^1].Key;
        }

        return forgotten;
    }

    /// <summary>Asks the builds of a deployment to stop, wherever they run.</summary>
    public Task CancelAsync(string appId, string deploymentId, CancellationToken cancellation = default) =>
        state.PutAsync(Cancellations, $"{appId}/{deploymentId}", "{}", cancellation: cancellation);

    /// <summary>Tells whether the builds of a deployment were asked to stop.</summary>
    public async Task<bool> IsCancelledAsync(string appId, string deploymentId, CancellationToken cancellation = default) =>
        await state.GetAsync(Cancellations, $"{appId}/{deploymentId}", cancellation) is not null;

    /// <summary>Forgets all builds of an app.</summary>
    public async Task DeleteAllAsync(string appId, CancellationToken cancellation = default)
    {
        foreach (var collection in (string[])[Builds, Cancellations])
        {
            while (await state.ListAsync(collection, appId + "/", cancellation: cancellation) is { Count: > 0 } page)
            {
                foreach (var document in page)
                {
                    _ = await state.DeleteAsync(collection, document.Key, cancellation: cancellation);
                }
            }
        }
    }
}
