using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>The GitHub action <c>digitalocean/app_action</c>, version 2: <c>deploy</c> and <c>delete</c>.</summary>
/// <param name="client">Sends.</param>
/// <param name="time">The clock of its waits.</param>
internal sealed class AppAction(GodoClient client, HurriedTime time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private readonly GodoApps _apps = new(client);

    /// <summary>Deploys a spec: makes the app of its name, or changes it and takes the newest sources; then waits until it is live.</summary>
    public async Task<AppActionResult> DeployAsync(JsonObject spec)
    {
        var app = await FindAsync((string)spec["name"]!) is { } found ? await _apps.UpdateAsync((string)found["id"]!, spec, updateSources: true) : await _apps.CreateAsync(spec);
        var id = (string)app["id"]!;
        var deployment = (string)((JsonArray)(await _apps.ListDeploymentsAsync(id, perPage: 1))["deployments"]!)[0]!["id"]!;
        string phase;
        while ((phase = (string)(await _apps.GetDeploymentAsync(id, deployment))["phase"]!) is not ("ACTIVE" or "ERROR" or "CANCELED" or "SUPERSEDED"))
        {
            await time.WaitAsync(s_interval);
        }

        var (build, deploy) = (await ReadLogsAsync(id, deployment, "BUILD"), await ReadLogsAsync(id, deployment, "DEPLOY"));
        app = await _apps.GetAsync(id);
        while (phase == "ACTIVE" && string.IsNullOrEmpty((string?)app["live_url"]))
        {
            await time.WaitAsync(s_interval);
            app = await _apps.GetAsync(id);
        }

        return new AppActionResult(app, deployment, phase, build, deploy);
    }

    /// <summary>Deploys the app of a name again: its own spec, as the client holds it, comes back.</summary>
    public async Task<AppActionResult> RedeployAsync(string name) =>
        await DeployAsync((JsonObject)(await FindAsync(name) ?? throw new InvalidOperationException($"app \"{name}\" does not exist"))["spec"]!.DeepClone());

    /// <summary>Deletes the app of a name.</summary>
    /// <returns>Whether there was one (<c>ignore_not_found</c>).</returns>
    public async Task<bool> DeleteAsync(string name)
    {
        if (await FindAsync(name) is not { } app)
        {
            return false;
        }

        await _apps.DeleteAsync((string)app["id"]!);
        return true;
    }

    // Page by page, 20 at a time, the number of the next from the links of the one before.
    private async Task<JsonObject?> FindAsync(string name)
    {
        for (var page = 0; ;)
        {
            var answer = await _apps.ListAsync(page);
            if (((JsonArray)answer["apps"]!).FirstOrDefault(app => (string?)app!["spec"]!["name"] == name) is { } found)
            {
                return (JsonObject)found;
            }

            if (GodoLinks.IsLastPage(answer))
            {
                return null;
            }

            page = GodoLinks.CurrentPage(answer) + 1;
        }
    }

    // Asks to follow, but reads what is written, from all addresses and without a token. What was never reached may be a 400.
    private async Task<string> ReadLogsAsync(string app, string deployment, string type)
    {
        using var http = new HttpClient();
        var text = new StringBuilder();
        try
        {
            foreach (var url in (JsonArray)(await _apps.GetLogsAsync(app, deployment, "", type, follow: true, tail: -1))["historic_urls"]!)
            {
                _ = text.Append(await http.GetStringAsync(new Uri((string)url!), TestContext.Current.CancellationToken));
            }
        }
        catch (GodoException exception) when (exception.Status == HttpStatusCode.BadRequest)
        {
            return "";
        }

        return text.ToString();
    }
}
