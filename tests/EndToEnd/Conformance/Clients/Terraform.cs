using System.Net;
using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>Terraform's resource <c>digitalocean_app</c> and the data source of that name, as the provider of August 2026 acts on the API.</summary>
/// <param name="client">Sends.</param>
/// <param name="time">The clock of its waits.</param>
internal sealed class Terraform(GodoClient client, HurriedTime time)
{
    private const int MaximumLooks = 180;
    private const int PerPage = 20;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private readonly GodoApps _apps = new(client);

    /// <summary>Creates the resource.</summary>
    /// <param name="spec">The configuration, as the provider expands it: with the zeros of what it does not say.</param>
    /// <param name="slack">The webhook that app-wide alerts go to; null for none.</param>
    /// <returns>The state.</returns>
    public async Task<JsonObject> CreateAsync(JsonObject spec, string? slack = null)
    {
        var app = await _apps.CreateAsync(spec);
        var id = (string)app["id"]!;
        await WaitAsync(id, (string?)app["pending_deployment"]?["id"]);
        await SyncAlertsAsync(id, spec, slack);
        return (await ReadAsync(id))!;
    }

    /// <summary>Changes the resource.</summary>
    public async Task<JsonObject> UpdateAsync(string id, JsonObject spec)
    {
        var app = await _apps.UpdateAsync(id, spec);
        await WaitAsync(id, (string?)app["pending_deployment"]?["id"]);
        return (await ReadAsync(id))!;
    }

    /// <summary>Refreshes or imports the resource, or reads the data source.</summary>
    /// <returns>The state; null where the app has gone.</returns>
    public async Task<JsonObject?> ReadAsync(string id)
    {
        try
        {
            var app = await _apps.GetAsync(id);
            return new JsonObject
            {
                ["id"] = (string)app["id"]!,
                ["default_ingress"] = (string?)app["default_ingress"] ?? "",
                ["live_url"] = (string?)app["live_url"] ?? "",
                ["live_domain"] = (string?)app["live_domain"] ?? "",
                ["created_at"] = (string)app["created_at"]!,
                ["updated_at"] = (string)app["updated_at"]!,
                ["project_id"] = (string?)app["project_id"] ?? "",
                ["urn"] = $"do:app:{app["id"]}",
                ["spec"] = app["spec"]!.DeepClone(),
                ["active_deployment_id"] = (string?)app["active_deployment"]?["id"] ?? "",
            };
        }
        catch (GodoException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task DestroyAsync(string id) => _apps.DeleteAsync(id);

    // Done when every top-level step is; the deployment that the answer named, else the newest of the list.
    private async Task WaitAsync(string app, string? deployment)
    {
        for (var look = 0; look < MaximumLooks; look++)
        {
            await time.WaitAsync(s_interval);
            var shown = deployment is null
                ? (JsonObject?)((JsonArray)(await _apps.ListDeploymentsAsync(app, perPage: PerPage))["deployments"]!).FirstOrDefault()
                : await _apps.GetDeploymentAsync(app, deployment);
            deployment = (string?)shown?["id"];
            var progress = (JsonObject?)shown?["progress"];
            if (((JsonArray?)progress?["steps"] ?? []).All(step => (string?)step!["status"] == "SUCCESS"))
            {
                return;
            }

            if ((int?)progress?["error_steps"] > 0)
            {
                throw new InvalidOperationException($"error deploying app ({app}) (deployment ID: {deployment}):\n{progress!.ToJsonString()}");
            }
        }

        throw new TimeoutException($"timeout waiting for app ({app}) deployment");
    }

    private async Task SyncAlertsAsync(string app, JsonObject spec, string? slack)
    {
        foreach (var rule in slack is null ? [] : ((JsonArray)spec["alerts"]!).Select(alert => (string)alert!["rule"]!))
        {
            foreach (var alert in (await _apps.ListAlertsAsync(app)).Where(alert => (string?)alert!["spec"]!["rule"] == rule && alert["component_name"] is null))
            {
                _ = await _apps.UpdateAlertDestinationsAsync(app, (string)alert!["id"]!, new JsonObject
                {
                    ["slack_webhooks"] = new JsonArray(new JsonObject { ["url"] = slack, ["channel"] = "#ops" }),
                });
            }
        }
    }
}
