using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Clusters;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Instances;

/// <summary>Lists the instances of an app (Apps API, <c>/v2/apps/{id}/instances</c>).</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="cluster">Where they run.</param>
public sealed class InstancesFunctions(AppAccess access, ICluster cluster)
{
    /// <summary>Lists the instances of the release that has the traffic.</summary>
    [Function("ListInstances")]
    [Operation("Lists the instances of the release that has the traffic", Answer = typeof(InstanceWire), Member = "instances", IsList = true)]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/instances")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var routed = (await cluster.ListReleasesAsync(app.Id, cancellation)).FirstOrDefault(release => release.Routed)?.ReleaseId;
        var instances = (await cluster.ListInstancesAsync(app.Id, cancellation)).Where(instance => instance.ReleaseId == routed);
        return new ApiResult(new
        {
            Instances = instances
                .GroupBy(instance => instance.Component, StringComparer.Ordinal)
                .OrderBy(component => component.Key, StringComparer.Ordinal)
                .SelectMany(component => component.OrderBy(instance => instance.StartedAt).ThenBy(instance => instance.Name, StringComparer.Ordinal).Select(Show)),
        });
    }

    private static InstanceWire Show(InstanceStatus instance, int number) =>
        new(instance.Component, instance.Name, $"{instance.Component}-{number}", JsonNamingPolicy.SnakeCaseUpper.ConvertName(instance.Kind.ToString()));
}
