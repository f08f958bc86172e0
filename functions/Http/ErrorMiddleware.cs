using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Http;

/// <summary>Gives each request an id and turns exceptions into the API's errors; what is not the caller's fault is logged whole and answered without detail.</summary>
/// <param name="logger">Logs.</param>
public sealed partial class ErrorMiddleware(ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        http.Response.Headers["x-request-id"] = context.InvocationId;
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, context, Unwrap(exception));
        }
    }

    private static Exception Unwrap(Exception exception) =>
        exception is AggregateException { InnerExceptions.Count: 1 } aggregate ? Unwrap(aggregate.InnerExceptions[0]) : exception;

    private async Task AnswerAsync(HttpContext http, FunctionContext context, Exception exception)
    {
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var (status, id, message) = exception is ApiException api
            ? (api.Status, api.Id, api.Message)
            : (HttpStatusCode.InternalServerError, "server_error", "the platform failed to answer; its log has the reason under this request id");
        if (exception is not ApiException)
        {
            LogFailed(exception, context.FunctionDefinition.Name, context.InvocationId);
        }

        http.Response.StatusCode = (int)status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, new { Id = id, Message = message, RequestId = context.InvocationId }, ApiJson.Options, http.RequestAborted);
    }
}
