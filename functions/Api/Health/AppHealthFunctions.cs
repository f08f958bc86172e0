using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Clusters;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Health;

/// <summary>Tells how the components of an app are (Apps API, <c>/v2/apps/{id}/health</c>).</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="cluster">Where they run.</param>
public sealed class AppHealthFunctions(AppAccess access, ICluster cluster)
{
    /// <summary>Shows the health of an app.</summary>
    [Function("GetAppHealth")]
    [Operation("Shows the health of an app")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/health")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var routed = (await cluster.ListReleasesAsync(app.Id, cancellation)).FirstOrDefault(release => release.Routed);
        var instances = await cluster.ListInstancesAsync(app.Id, cancellation);
        return new ApiResult(new
        {
            AppHealth = new
            {
                Components = (routed?.Components ?? []).Select(component => Show(component, [.. instances.Where(instance =>
                    instance.ReleaseId == routed!.ReleaseId && instance.Component == component.Name)])),
            },
        });
    }

    private static object Show(ComponentStatus component, IReadOnlyList<InstanceStatus> instances) => new
    {
        component.Name,
        CpuUsagePercent = instances.Average(instance => instance.CpuPercent),
        MemoryUsagePercent = instances.Average(instance => instance.MemoryPercent),
        ReplicasDesired = component.DesiredInstances,
        ReplicasReady = component.ReadyInstances,
        State = component.State == ReleaseState.Healthy ? "HEALTHY" : "UNHEALTHY",
    };
}
