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
    private const string RequestIdHeader = "x-request-id";
    private const int MaximumRequestId = 64;

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var requestId = OwnIdOf(http.Request) ?? context.InvocationId;
        http.Response.Headers[RequestIdHeader] = requestId;
        using var scope = logger.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal) { ["RequestId"] = requestId });
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, context, requestId, Unwrap(exception));
        }
    }

    /// <summary>The id of a request, which its answer carries and the log names.</summary>
    internal static string RequestIdOf(HttpContext http) => http.Response.Headers[RequestIdHeader].ToString();

    /// <summary>The status of an error's answer.</summary>
    internal static HttpStatusCode StatusOf(Exception exception) => Unwrap(exception) switch
    {
        ApiException api => api.Status,
        BadHttpRequestException bad => (HttpStatusCode)bad.StatusCode,
        _ => HttpStatusCode.InternalServerError,
    };

    private static Exception Unwrap(Exception exception) =>
        exception is AggregateException { InnerExceptions.Count: 1 } aggregate ? Unwrap(aggregate.InnerExceptions[0]) : exception;

    // A caller's own id is taken over, so that one id runs through its log and ours.
    private static string? OwnIdOf(HttpRequest request) =>
        request.Headers[RequestIdHeader] is [{ Length: > 0 and <= MaximumRequestId } id] && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? id
            : null;

    private async Task AnswerAsync(HttpContext http, FunctionContext context, string requestId, Exception exception)
    {
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var status = StatusOf(exception);
        var (id, message) = exception switch
        {
            ApiException api => (api.Id, api.Message),
            BadHttpRequestException bad => ("bad_request", bad.Message),
            _ => ("server_error", "the platform failed to answer; its log has the reason under this request id"),
        };
        if (status == HttpStatusCode.InternalServerError)
        {
            LogFailed(exception, context.FunctionDefinition.Name, requestId);
        }

        http.Response.StatusCode = (int)status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, new { Id = id, Message = message, RequestId = requestId }, ApiJson.Options, http.RequestAborted);
    }
}
