using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Embedded;

/// <summary>Makes the endpoints that show and change orchestration instances, each behind the durable webhooks' key.</summary>
internal sealed partial class DurableWebhooks(
    FunctionKeys keys, InstanceQueries queries, InstanceCommands commands, ILogger<DurableWebhooks> logger)
{
    private const string Instances = ManagementAddresses.Root + "/instances";
    private const string Instance = Instances + "/{instanceId}";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Instances, Guarded(queries.ListAsync));
        endpoints.MapDelete(Instances, Guarded(commands.PurgeAllAsync));
        endpoints.MapGet(Instance, Guarded(queries.ShowAsync));
        endpoints.MapDelete(Instance, Guarded(commands.PurgeAsync));
        endpoints.MapPost(Instance + "/raiseEvent/{eventName}", Guarded(commands.RaiseEventAsync));
        endpoints.MapPost(Instance + "/terminate", Guarded(commands.TerminateAsync));
        endpoints.MapPost(Instance + "/suspend", Guarded(commands.SuspendAsync));
        endpoints.MapPost(Instance + "/resume", Guarded(commands.ResumeAsync));
        endpoints.MapPost(Instance + "/rewind", Guarded(commands.RewindAsync));
        endpoints.MapPost(Instance + "/restart", Guarded(commands.RestartAsync));
    }

    private RequestDelegate Guarded(Func<HttpContext, Task<IResult>> handle) => async http =>
    {
        if (!keys.Allow(http.Request, AuthorizationLevel.System))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await (await AnswerAsync(handle, http)).ExecuteAsync(http);
    };

    private async Task<IResult> AnswerAsync(Func<HttpContext, Task<IResult>> handle, HttpContext http)
    {
        try
        {
            return await handle(http);
        }
        catch (BindingException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException exception)
        {
            return Results.Problem(exception.Message, statusCode: exception.StatusCode);
        }
        catch (NotSupportedException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status501NotImplemented);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogFailure(exception, http.Request.Method, http.GetEndpoint()?.DisplayName);
            return Results.Problem(statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(LogLevel.Error, "Durable webhook {Method} {Endpoint} failed")]
    private partial void LogFailure(Exception exception, string method, string? endpoint);
}
