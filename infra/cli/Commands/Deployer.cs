using System.Net;
using System.Text.Json;
using Pipelines.Cli.Api;
using Pipelines.Cli.Progress;

namespace Pipelines.Cli.Commands;

/// <summary>Creates or updates an app and follows its deployment.</summary>
internal sealed class Deployer(ApiClient api, DeploymentFollower follower)
{
    /// <summary>Deploys a spec; true when the deployment became active.</summary>
    public async Task<bool> DeployAsync(JsonElement spec, CancellationToken cancellation)
    {
        var app = await CreateOrUpdateAsync(spec, cancellation);
        var pending = app.PendingDeployment ?? app.InProgressDeployment ?? throw new CliException("the platform accepted the app but named no deployment");
        var ended = await follower.FollowAsync(app.Id, pending.Id, cancellation);
        if (!ended.IsActive)
        {
            await ExplainAsync(app, ended, cancellation);
            return false;
        }

        var live = await api.GetAppAsync(app.Id, cancellation);
        Console.WriteLine(live.LiveUrl is { Length: > 0 } url ? $"{live.Name} answers at {url}" : $"{live.Name} runs");
        return true;
    }

    private async Task<AppView> CreateOrUpdateAsync(JsonElement spec, CancellationToken cancellation)
    {
        try
        {
            return await api.CreateAppAsync(spec, cancellation);
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.Conflict)
        {
            var existing = await api.GetAppAsync(spec.GetProperty("name").GetString()!, cancellation);
            return await api.UpdateAppAsync(existing.Id, spec, cancellation);
        }
    }

    private async Task ExplainAsync(AppView app, DeploymentView ended, CancellationToken cancellation)
    {
        var story = await api.GetStoryAsync(app.Id, ended.Id, cancellation);
        await Console.Error.WriteLineAsync($"deployment {ended.Id} ended in {ended.Phase}: {story.Reason?.Message}{(story.ExitCode is { } code ? $" (exit code {code})" : "")}");
        foreach (var line in story.LastLines ?? [])
        {
            await Console.Error.WriteLineAsync("  | " + line);
        }

        await Console.Error.WriteLineAsync($"its whole log: ./infra/pipelines logs {app.Name} --type build");
    }
}
