using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>The methods of godo's <c>AppsService</c>: method, path, query and body of each as godo 1.202 makes them.</summary>
/// <param name="client">Sends.</param>
internal sealed class GodoApps(GodoClient client)
{
    public async Task<JsonObject> CreateAsync(JsonObject spec, string projectId = "") =>
        (JsonObject)(await client.PostAsync("/v2/apps", "appRoot", "AppCreateRequest", new JsonObject { ["spec"] = spec.DeepClone(), ["project_id"] = projectId }))["app"]!;

    public async Task<JsonObject> GetAsync(string app) => (JsonObject)(await client.GetAsync($"/v2/apps/{app}", "appRoot"))["app"]!;

    /// <summary>A page of the apps, with its links.</summary>
    public Task<JsonObject> ListAsync(int page = 0, int perPage = 0, bool withProjects = false) =>
        client.GetAsync("/v2/apps" + Query(("page", page), ("per_page", perPage), ("with_projects", withProjects ? "true" : "")), "appsRoot");

    public async Task<JsonObject> UpdateAsync(string app, JsonObject spec, bool updateSources = false) => (JsonObject)(await client.PutAsync(
        $"/v2/apps/{app}", "appRoot", "AppUpdateRequest", new JsonObject { ["spec"] = spec.DeepClone(), ["update_all_source_versions"] = updateSources }))["app"]!;

    public Task DeleteAsync(string app) => client.DeleteAsync($"/v2/apps/{app}");

    public Task<JsonObject> ProposeAsync(JsonObject spec, string app = "") =>
        client.PostAsync("/v2/apps/propose", "AppProposeResponse", "AppProposeRequest", new JsonObject { ["spec"] = spec.DeepClone(), ["app_id"] = app });

    public async Task<JsonObject> RestartAsync(string app, params string[] components) => (JsonObject)(await client.PostAsync(
        $"/v2/apps/{app}/restart", "deploymentRoot", "AppRestartRequest", new JsonObject { ["components"] = Strings(components) }))["deployment"]!;

    public async Task<JsonObject> CreateDeploymentAsync(string app, bool forceBuild) => (JsonObject)(await client.PostAsync(
        $"/v2/apps/{app}/deployments", "deploymentRoot", "DeploymentCreateRequest", new JsonObject { ["force_build"] = forceBuild }))["deployment"]!;

    /// <summary>Without its optional request godo sends a pointer to nothing, as JSON.</summary>
    public async Task<JsonObject> CreateDeploymentAsync(string app) =>
        (JsonObject)(await client.SendAsync(HttpMethod.Post, $"/v2/apps/{app}/deployments", "deploymentRoot", "null\n"))["deployment"]!;

    public async Task<JsonObject> GetDeploymentAsync(string app, string deployment) =>
        (JsonObject)(await client.GetAsync($"/v2/apps/{app}/deployments/{deployment}", "deploymentRoot"))["deployment"]!;

    /// <summary>A page of the deployments, with its links.</summary>
    public Task<JsonObject> ListDeploymentsAsync(string app, int page = 0, int perPage = 0) =>
        client.GetAsync($"/v2/apps/{app}/deployments" + Query(("page", page), ("per_page", perPage)), "deploymentsRoot");

    public Task<JsonObject> GetLogsAsync(string app, string deployment, string component, string type, bool follow, int tail) => client.GetAsync(
        (deployment.Length == 0 ? $"/v2/apps/{app}/logs" : $"/v2/apps/{app}/deployments/{deployment}/logs")
            + $"?type={type}&follow={(follow ? "true" : "false")}&tail_lines={tail}" + (component.Length == 0 ? "" : $"&component_name={component}"),
        "AppLogs");

    public Task<JsonObject> GetExecAsync(string app, string component, string deployment = "", string instance = "") => client.GetAsync(
        (deployment.Length == 0 ? $"/v2/apps/{app}/components/{component}/exec" : $"/v2/apps/{app}/deployments/{deployment}/components/{component}/exec")
            + Query(("instance_name", instance)),
        "AppExec");

    public Task<JsonObject> ListInstancesAsync(string app) => client.GetAsync($"/v2/apps/{app}/instances", "GetAppInstancesResponse");

    public Task<JsonObject> ListJobInvocationsAsync(string app, string deployment = "", params string[] jobs) => client.GetAsync(
        $"/v2/apps/{app}/job-invocations" + Query([("deployment_id", deployment), .. jobs.Select(job => ("job_names", (object)job))]), "jobInvocationsRoot");

    public async Task<JsonObject> GetJobInvocationAsync(string app, string invocation, string job = "") =>
        (JsonObject)(await client.GetAsync($"/v2/apps/{app}/job-invocations/{invocation}" + Query(("job_name", job)), "jobInvocationRoot"))["job_invocation"]!;

    public Task<JsonObject> GetJobInvocationLogsAsync(string app, string invocation, string job, bool follow, int tail) => client.GetAsync(
        $"/v2/apps/{app}/jobs/{job}/invocations/{invocation}/logs?type=JOB_INVOCATION" + Tail(follow, tail), "AppLogs");

    public async Task<JsonObject> CancelJobInvocationAsync(string app, string invocation, string job = "") =>
        (JsonObject)(await client.PostAsync($"/v2/apps/{app}/job-invocations/{invocation}/cancel" + Query(("job_name", job)), "jobInvocationRoot"))["job_invocation"]!;

    public Task<JsonObject> ListEventsAsync(string app, string[]? eventTypes = null, string[]? deploymentTypes = null) => client.GetAsync(
        $"/v2/apps/{app}/events" + Query([
            .. (eventTypes ?? []).Select(type => ("event_types", (object)type)), .. (deploymentTypes ?? []).Select(type => ("deployment_types", (object)type))]),
        "eventsRoot");

    public async Task<JsonObject> GetEventAsync(string app, string id) => (JsonObject)(await client.GetAsync($"/v2/apps/{app}/events/{id}", "eventRoot"))["event"]!;

    public async Task<JsonObject> CancelEventAsync(string app, string id) => (JsonObject)(await client.PostAsync($"/v2/apps/{app}/events/{id}/cancel", "eventRoot"))["event"]!;

    public Task<JsonObject> GetEventLogsAsync(string app, string id, bool follow, int tail) =>
        client.GetAsync($"/v2/apps/{app}/events/{id}/logs?type=AUTOSCALE_EVENT" + Tail(follow, tail), "AppLogs");

    public async Task<JsonArray> ListAlertsAsync(string app) => (JsonArray)(await client.GetAsync($"/v2/apps/{app}/alerts", "appAlertsRoot"))["alerts"]!;

    /// <summary>Says who is told of an alert; lists that are null are sent as null.</summary>
    public async Task<JsonObject> UpdateAlertDestinationsAsync(string app, string alert, JsonObject destinations) =>
        (JsonObject)(await client.PostAsync($"/v2/apps/{app}/alerts/{alert}/destinations", "appAlertRoot", "AlertDestinationUpdateRequest", destinations))["alert"]!;

    public Task<JsonObject> ListRegionsAsync() => client.GetAsync("/v2/apps/regions", "appRegionsRoot");

    public Task<JsonObject> ListTiersAsync() => client.GetAsync("/v2/apps/tiers", "appTiersRoot");

    public Task<JsonObject> GetTierAsync(string slug) => client.GetAsync($"/v2/apps/tiers/{slug}", "appTierRoot");

    public Task<JsonObject> ListInstanceSizesAsync() => client.GetAsync("/v2/apps/tiers/instance_sizes", "instanceSizesRoot");

    public Task<JsonObject> GetInstanceSizeAsync(string slug) => client.GetAsync($"/v2/apps/tiers/instance_sizes/{slug}", "instanceSizeRoot");

    public Task<JsonObject> ListBuildpacksAsync() => client.GetAsync("/v2/apps/buildpacks", "buildpacksRoot");

    public Task<JsonObject> UpgradeBuildpackAsync(string app, string buildpack, int majorVersion, bool triggerDeployment) => client.PostAsync(
        $"/v2/apps/{app}/upgrade_buildpack",
        "UpgradeBuildpackResponse",
        "UpgradeBuildpackOptions",
        new JsonObject { ["buildpack_id"] = buildpack, ["major_version"] = majorVersion, ["trigger_deployment"] = triggerDeployment });

    public async Task<JsonObject> GetHealthAsync(string app) => (JsonObject)(await client.GetAsync($"/v2/apps/{app}/health", "appHealthRoot"))["app_health"]!;

    public Task<JsonObject> GetDatabaseConnectionDetailsAsync(string app) =>
        client.GetAsync($"/v2/apps/{app}/database_connection_details", "GetAppDatabaseConnectionDetailsResponse");

    public Task<JsonObject> DetectAsync(JsonObject request) => client.PostAsync("/v2/apps/detect", "DetectResponse", "DetectRequest", request);

    private static JsonArray Strings(string[] texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string Tail(bool follow, int tail) => (follow ? "&follow=true" : "") + (tail > 0 ? $"&tail_lines={tail}" : "");

    // In the order of names, each value of a list under the name again; what is zero is left out.
    private static string Query(params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        List<string> parts = [];
        foreach (var (name, value) in parameters)
        {
            if (value is not ("" or 0))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value.ToString()!)}");
            }
        }

        parts.Sort(StringComparer.Ordinal);
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
