using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.DurableTask.Embedded;

namespace Pipelines.Functions.Embedded;

/// <summary>Shows orchestration instances.</summary>
internal sealed class InstanceQueries(DurableTaskClient client, IServiceProvider services)
{
    private const string ContinuationHeader = "x-ms-continuation-token";

    /// <summary>One instance: 202 while it runs, 200 when it has ended, 404 when there is none.</summary>
    public async Task<IResult> ShowAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var filter = InstanceFilter.Of(query);
        if (await client.GetInstanceAsync(InstanceRoute.Id(http), getInputsAndOutputs: true, http.RequestAborted) is not { } instance)
        {
            return Results.NotFound();
        }

        if (!instance.RuntimeStatus.HasEnded())
        {
            http.Response.Headers.Location = http.Request.GetEncodedUrl();
            http.Response.Headers.RetryAfter = ManagementAddresses.RetryAfterSeconds;
        }

        var status = InstanceStatus.Of(instance, filter.ShowInput) with { HistoryEvents = await HistoryAsync(http, instance) };
        return Results.Json(status, WorkerJson.Options, statusCode: StatusOf(instance, query));
    }

    /// <summary>The instances that fit the filter, a page at a time.</summary>
    public async Task<IResult> ListAsync(HttpContext http)
    {
        var filter = InstanceFilter.Of(http.Request.Query);
        var token = http.Request.Headers[ContinuationHeader].ToString() is { Length: > 0 } given ? given : null;
        var query = new OrchestrationQuery
        {
            CreatedFrom = filter.CreatedFrom,
            CreatedTo = filter.CreatedTo,
            Statuses = filter.Statuses,
            InstanceIdPrefix = filter.InstanceIdPrefix,
            PageSize = filter.Top,
            ContinuationToken = token,
            FetchInputsAndOutputs = true,
        };

        var shown = new List<InstanceStatus>();
        try
        {
            await using var pages = client.GetAllInstancesAsync(query).AsPages(token, filter.Top).GetAsyncEnumerator(http.RequestAborted);
            if (await pages.MoveNextAsync())
            {
                shown.AddRange(pages.Current.Values.Select(instance => InstanceStatus.Of(instance, filter.ShowInput)));
                http.Response.Headers[ContinuationHeader] = pages.Current.ContinuationToken;
            }
        }
        catch (Exception exception) when (token is not null && exception is ArgumentException or FormatException)
        {
            throw new BindingException($"The value of {ContinuationHeader} is not one that this host gave.", exception);
        }

        return Results.Json(shown, WorkerJson.Options);
    }

    // Null, and so left out of the answer, unless it is asked for.
    private async Task<IReadOnlyList<InstanceEvent>?> HistoryAsync(HttpContext http, OrchestrationMetadata instance)
    {
        var query = http.Request.Query;
        if (!InstanceFilter.Flag(query, "showHistory", otherwise: false))
        {
            return null;
        }

        var history = services.GetService<IOrchestrationHistory>()
            ?? throw new NotSupportedException("The durable engine of this app does not show histories.");
        var showOutput = InstanceFilter.Flag(query, "showHistoryOutput", otherwise: false);
        var events = await history.GetAsync(instance.InstanceId, http.RequestAborted);
        return [.. events.Select(happened => new InstanceEvent(
            happened.Type, happened.Timestamp.UtcDateTime, happened.Name, showOutput ? happened.Detail : null))];
    }

    private static int StatusOf(OrchestrationMetadata instance, IQueryCollection query)
    {
        if (!instance.RuntimeStatus.HasEnded())
        {
            return StatusCodes.Status202Accepted;
        }

        var failsAloud = InstanceFilter.Flag(query, "returnInternalServerErrorOnFailure", otherwise: false);
        return failsAloud && instance.RuntimeStatus is OrchestrationRuntimeStatus.Failed
            ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
    }
}
