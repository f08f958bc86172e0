using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>The commands <c>doctl apps …</c> of doctl 1.166 as they act on the API: what each asks for, in its order, and what it makes of the answers.</summary>
/// <param name="client">Sends.</param>
/// <param name="time">The clock of its waits.</param>
internal sealed class Doctl(GodoClient client, HurriedTime time)
{
    private const int PerPage = 200;
    private const int MaximumLooks = 180;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    /// <summary>Gets the calls below the commands.</summary>
    public GodoApps Apps { get; } = new(client);

    /// <summary>Gets the client.</summary>
    public GodoClient Client => client;

    /// <summary>Reads a spec as from a file: what the file has and godo does not know is an error.</summary>
    public static JsonObject ReadSpec(JsonObject file) => GoJson.Decode("AppSpec", JsonSerializer.SerializeToElement(file), disallowUnknown: true);

    /// <summary><c>auth init</c>: checks the token.</summary>
    public async Task<JsonObject> AuthInitAsync() => (JsonObject)(await client.GetAsync("/v2/account", "accountRoot"))["account"]!;

    /// <summary><c>registry docker-config</c>.</summary>
    public Task<string> DockerConfigAsync(bool readWrite, int expirySeconds) =>
        client.ReadAsync($"/v2/registry/docker-credentials?expiry_seconds={expirySeconds}&read_write={(readWrite ? "true" : "false")}");

    /// <summary><c>apps create --spec</c>.</summary>
    /// <returns>The app as it is printed.</returns>
    public async Task<JsonObject> CreateAsync(JsonObject file, bool wait = false, bool upsert = false, bool updateSources = false)
    {
        var spec = ReadSpec(file);
        JsonObject app;
        try
        {
            app = await Apps.CreateAsync(spec);
        }
        catch (GodoException exception) when (upsert && exception.Status == System.Net.HttpStatusCode.Conflict)
        {
            var found = (await ListAsync()).FirstOrDefault(each => (string)each["spec"]!["name"]! == (string)spec["name"]!) ?? throw new DoctlException("app not found");
            app = await Apps.UpdateAsync((string)found["id"]!, spec, updateSources);
        }

        return await WaitedForAsync(app, wait);
    }

    /// <summary><c>apps update --spec</c>.</summary>
    public async Task<JsonObject> UpdateAsync(string app, JsonObject file, bool wait = false, bool updateSources = false) =>
        await WaitedForAsync(await Apps.UpdateAsync(app, ReadSpec(file), updateSources), wait);

    /// <summary><c>apps restart</c>.</summary>
    /// <returns>The deployment as it is printed.</returns>
    public async Task<JsonObject> RestartAsync(string app, bool wait, params string[] components) => await WaitedForAsync(app, await Apps.RestartAsync(app, components), wait);

    /// <summary><c>apps create-deployment</c>.</summary>
    public async Task<JsonObject> CreateDeploymentAsync(string app, bool wait, bool forceRebuild = false) =>
        await WaitedForAsync(app, await Apps.CreateDeploymentAsync(app, forceRebuild), wait);

    /// <summary><c>apps list</c>.</summary>
    public Task<List<JsonObject>> ListAsync(bool withProjects = false) => AllPagesAsync("apps", page => Apps.ListAsync(page, PerPage, withProjects));

    /// <summary><c>apps list-deployments</c>.</summary>
    public Task<List<JsonObject>> ListDeploymentsAsync(string app, int perPage = PerPage) => AllPagesAsync("deployments", page => Apps.ListDeploymentsAsync(app, page, perPage));

    /// <summary>Finds an app as <c>apps logs</c> does, by its id or its name.</summary>
    public async Task<JsonObject> FindAsync(string idOrName) => Guid.TryParse(idOrName, out _)
        ? await Apps.GetAsync(idOrName)
        : (await ListAsync()).FirstOrDefault(app => (string)app["spec"]!["name"]! == idOrName) ?? throw new DoctlException($"Cannot find app {idOrName}");

    /// <summary>Waits as <c>--wait</c> does: for all steps, or one that failed; the phase is not looked at.</summary>
    /// <exception cref="DoctlException">A step failed, or there was no end to it.</exception>
    public async Task WaitForDeploymentAsync(string app, string deployment)
    {
        for (var look = 0; look < MaximumLooks; look++)
        {
            var progress = (JsonObject?)(await Apps.GetDeploymentAsync(app, deployment))["progress"] ?? throw new DoctlException("panic: the deployment has no progress");
            if (Number(progress, "success_steps") == Number(progress, "total_steps"))
            {
                return;
            }

            if (Number(progress, "error_steps") > 0)
            {
                throw new DoctlException($"app deployment couldn't enter `running` state: error deploying app ({app}) (deployment ID: {deployment}):\n{progress.ToJsonString()}");
            }

            await time.WaitAsync(s_interval);
        }

        throw new DoctlException($"timeout waiting to app ({app}) deployment");
    }

    /// <summary>Fetches the first page, then all others that its link to the last one tells of.</summary>
    private static async Task<List<JsonObject>> AllPagesAsync(string member, Func<int, Task<JsonObject>> fetch)
    {
        var first = await fetch(1);
        var last = (string?)first["links"]?["pages"]?["last"] is { Length: > 0 } address ? GodoLinks.PageOf(address) : 1;
        var others = await Task.WhenAll(Enumerable.Range(2, last - 1).Select(fetch));
        return [.. others.Prepend(first).SelectMany(page => (JsonArray?)page[member] ?? []).Select(item => (JsonObject)item!)];
    }

    private static int Number(JsonObject progress, string member) => (int?)progress[member] ?? 0;

    private async Task<JsonObject> WaitedForAsync(JsonObject app, bool wait)
    {
        if (!wait)
        {
            return app;
        }

        var id = (string)app["id"]!;
        await WaitForDeploymentAsync(id, (string?)app["pending_deployment"]?["id"] ?? "");
        return await Apps.GetAsync(id);
    }

    private async Task<JsonObject> WaitedForAsync(string app, JsonObject deployment, bool wait)
    {
        if (!wait)
        {
            return deployment;
        }

        var id = (string)deployment["id"]!;
        await WaitForDeploymentAsync(app, id);
        return await Apps.GetDeploymentAsync(app, id);
    }
}
