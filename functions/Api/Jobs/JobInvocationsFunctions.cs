using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Pipelines.Deployments;
using Pipelines.Functions.Api.Logs;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Jobs;

/// <summary>Shows the runs of an app's jobs, and stops them (Apps API, <c>/v2/apps/{id}/job-invocations</c>).</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="invocations">The runs.</param>
/// <param name="cancellations">Asks for their end.</param>
/// <param name="addresses">Makes the addresses of logs.</param>
public sealed class JobInvocationsFunctions(AppAccess access, JobInvocationStore invocations, JobCancellations cancellations, LogAddressing addresses)
{
    /// <summary>Lists the runs, newest first.</summary>
    [Function("ListJobInvocations")]
    [Operation("Lists the runs of an app's jobs, newest first", Tag = "Jobs", Answer = typeof(JobInvocationWire), Member = "job_invocations", IsList = true, Query = "page,per_page,deployment_id,job_names")]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/job-invocations")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var paging = Paging.Of(request);
        var deployment = request.Query["deployment_id"].ToString();
        var names = request.Query["job_names"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
        List<JobInvocation> found = [.. (await invocations.ListAsync(app.Id, cancellation)).Where(invocation =>
            (deployment.Length == 0 || invocation.DeploymentId == deployment) && (names.Count == 0 || names.Contains(invocation.JobName)))];
        return new ApiResult(new { JobInvocations = paging.PageOf(found).Select(JobInvocationWire.Of), Links = paging.Links(request, found.Count), Meta = new { Total = found.Count } });
    }

    /// <summary>Shows a run.</summary>
    [Function("GetJobInvocation")]
    [Operation("Shows a run of a job", Tag = "Jobs", Answer = typeof(JobInvocationWire), Member = "job_invocation", Query = "job_name")]
    public async Task<IActionResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/job-invocations/{invocationId}")] HttpRequest request, string id, string invocationId, FunctionContext context) =>
        new ApiResult(new { JobInvocation = JobInvocationWire.Of(await RequireAsync(context, id, invocationId, JobOf(request), request.HttpContext.RequestAborted)) });

    /// <summary>Stops a run: its container has its grace period, then the run is CANCELED.</summary>
    [Function("CancelJobInvocation")]
    [Operation("Stops a run of a job; it is CANCELED when its container has ended", Tag = "Jobs", Answer = typeof(JobInvocationWire), Member = "job_invocation", Query = "job_name")]
    public async Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/job-invocations/{invocationId}/cancel")] HttpRequest request,
        string id,
        string invocationId,
        FunctionContext context,
        [DurableClient] DurableTaskClient client)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var invocation = await RequireAsync(context, id, invocationId, JobOf(request), cancellation);
        return invocation.IsFinal
            ? throw ApiException.BadRequest($"job invocation {invocation.Id} has ended and cannot be cancelled")
            : new ApiResult(new { JobInvocation = JobInvocationWire.Of(await cancellations.RequestAsync(client, invocation, cancellation)) });
    }

    /// <summary>Tells where the log of a run is.</summary>
    [Function("GetJobInvocationLogs")]
    [Operation("Tells where the log of a run of a job is to be read", Tag = "Jobs", Answer = typeof(LogAddresses), Query = "type,follow,tail_lines,deployment_id")]
    public async Task<IActionResult> LogsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/jobs/{job}/invocations/{invocationId}/logs")] HttpRequest request, string id, string job, string invocationId, FunctionContext context)
    {
        var invocation = await RequireAsync(context, id, invocationId, job, request.HttpContext.RequestAborted);
        if (request.Query["type"].ToString() is not ("" or "UNSPECIFIED" or "JOB_INVOCATION"))
        {
            throw ApiException.BadRequest("query parameter \"type\" must be JOB_INVOCATION");
        }

        var grant = new LogGrant(
            Principal.Of(context).Token.Id, invocation.AppId, invocation.DeploymentId, invocation.JobName, LogType.JobInvocation, LogAddressing.ReadTail(request), Follow: false, invocation.Id);
        return new ApiResult(addresses.Of(request, grant, isRunning: !invocation.IsFinal));
    }

    // A client that knows the job says so; the id is enough.
    private static string? JobOf(HttpRequest request) => request.Query["job_name"].ToString() is { Length: > 0 } job ? job : null;

    private async Task<JobInvocation> RequireAsync(FunctionContext context, string id, string invocationId, string? job, CancellationToken cancellation)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        return await invocations.GetAsync(app.Id, invocationId, cancellation) is { } invocation && (job ?? invocation.JobName) == invocation.JobName
            ? invocation
            : throw ApiException.NotFound("The resource you were accessing could not be found.");
    }
}
