using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Pipelines.Functions.Embedded;

/// <summary>Changes orchestration instances: 202 when it is on its way, 404 when there is none, 410 when it has ended.</summary>
internal sealed class InstanceCommands(DurableTaskClient client)
{
    public async Task<IResult> RaiseEventAsync(HttpContext http)
    {
        var payload = await PayloadAsync(http);
        return await OnRunningAsync(
            http, id => client.RaiseEventAsync(id, InstanceRoute.EventName(http), payload, http.RequestAborted));
    }

    public Task<IResult> TerminateAsync(HttpContext http) => OnRunningAsync(
        http, id => client.TerminateInstanceAsync(id, new TerminateInstanceOptions { Output = Reason(http) }, http.RequestAborted));

    public Task<IResult> SuspendAsync(HttpContext http) =>
        OnRunningAsync(http, id => client.SuspendInstanceAsync(id, Reason(http), http.RequestAborted));

    public Task<IResult> ResumeAsync(HttpContext http) =>
        OnRunningAsync(http, id => client.ResumeInstanceAsync(id, Reason(http), http.RequestAborted));

    /// <summary>Runs a failed instance on from before its failure; 410 when it has not failed.</summary>
    public async Task<IResult> RewindAsync(HttpContext http)
    {
        if (await FindAsync(http) is not { } instance)
        {
            return Results.NotFound();
        }

        if (instance.RuntimeStatus is not OrchestrationRuntimeStatus.Failed)
        {
            return Gone(instance, "only a failed instance can be rewound");
        }

        await client.RewindInstanceAsync(instance.InstanceId, Reason(http) ?? string.Empty, http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>Starts an instance again with its input.</summary>
    public async Task<IResult> RestartAsync(HttpContext http)
    {
        var underNewId = InstanceFilter.Flag(http.Request.Query, "restartWithNewInstanceId", otherwise: true);
        if (await FindAsync(http) is not { } instance)
        {
            return Results.NotFound();
        }

        var id = await client.RestartAsync(instance.InstanceId, underNewId, http.RequestAborted);
        return Results.Json(new { id }, WorkerJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Removes an ended instance; 409 while it runs.</summary>
    public async Task<IResult> PurgeAsync(HttpContext http)
    {
        if (await FindAsync(http) is not { } instance)
        {
            return Results.NotFound();
        }

        if (!instance.RuntimeStatus.HasEnded())
        {
            return Results.Problem(
                $"The instance is {instance.RuntimeStatus}: terminate it before it is purged.", statusCode: StatusCodes.Status409Conflict);
        }

        return Purged(await client.PurgeInstanceAsync(instance.InstanceId, http.RequestAborted));
    }

    /// <summary>Removes the ended instances that fit the filter; 404 when none does.</summary>
    public async Task<IResult> PurgeAllAsync(HttpContext http)
    {
        var filter = InstanceFilter.Of(http.Request.Query);
        if (filter.CreatedFrom is null)
        {
            throw new BindingException("'createdTimeFrom' is missing: it keeps a slip from removing everything.");
        }

        return Purged(await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(filter.CreatedFrom, filter.CreatedTo, filter.Statuses), http.RequestAborted));
    }

    private static IResult Purged(PurgeResult result) =>
        result.PurgedInstanceCount == 0
            ? Results.NotFound()
            : Results.Json(new { instancesDeleted = result.PurgedInstanceCount }, WorkerJson.Options);

    private static string? Reason(HttpContext http) => http.Request.Query["reason"].ToString() is { Length: > 0 } reason ? reason : null;

    private static IResult Gone(OrchestrationMetadata instance, string rule) => Results.Problem(
        $"The instance is {instance.RuntimeStatus}: {rule}.", statusCode: StatusCodes.Status410Gone);

    private static async Task<object?> PayloadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (JsonException exception)
        {
            throw new BindingException("The body must be the event's payload in JSON.", exception);
        }
    }

    private Task<OrchestrationMetadata?> FindAsync(HttpContext http) =>
        client.GetInstanceAsync(InstanceRoute.Id(http), getInputsAndOutputs: false, http.RequestAborted);

    private async Task<IResult> OnRunningAsync(HttpContext http, Func<string, Task> command)
    {
        if (await FindAsync(http) is not { } instance)
        {
            return Results.NotFound();
        }

        if (instance.RuntimeStatus.HasEnded())
        {
            return Gone(instance, "nothing can reach it any more");
        }

        try
        {
            await command(instance.InstanceId);
        }
        catch (InvalidOperationException)
        {
            // It ended between the look at it and the command.
            return Gone(instance, "it has ended meanwhile");
        }
        catch (ArgumentException)
        {
            // It was purged meanwhile.
            return Results.NotFound();
        }

        return Results.StatusCode(StatusCodes.Status202Accepted);
    }
}
