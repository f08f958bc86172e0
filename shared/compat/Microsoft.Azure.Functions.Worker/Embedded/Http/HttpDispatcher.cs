using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Embedded;

/// <summary>Takes a request through authorization, the pipeline and its function, and answers it whatever happens.</summary>
internal sealed partial class HttpDispatcher(
    FunctionPipeline pipeline, FunctionKeys keys, HostSettings settings, TimeProvider time, ILogger<HttpDispatcher> logger)
{
    public async Task DispatchAsync(HttpContext http, FunctionDescriptor function, AuthorizationLevel level)
    {
        if (!keys.Allow(http.Request, level))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var deadline = new CancellationTokenSource(settings.FunctionTimeout, time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        var context = ContextOf(http, function, cancellation.Token);
        var running = InvokeAsync(http, context, deadline.Token);
        if (await EndsWithinAsync(running, deadline.Token) && await running)
        {
            return;
        }

        LogTimeout(function.Name, context.InvocationId, settings.FunctionTimeout);
        await AnswerTimeoutAsync(http, context);

        // A function that ignores its cancellation keeps the request, which its code still holds, alive.
        await running;
    }

    private static EmbeddedFunctionContext ContextOf(HttpContext http, FunctionDescriptor function, CancellationToken cancellation)
    {
        var context = new EmbeddedFunctionContext(function, http.RequestServices, RequestValues.Of(http.Request), cancellation);
        context.Items[HttpInvocation.ContextKey] = http;
        context.Features.Set<IHttpRequestDataFeature>(new HttpRequestDataFeature());
        return context;
    }

    private static async Task<bool> EndsWithinAsync(Task running, CancellationToken deadline)
    {
        var expired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (deadline.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), expired))
        {
            return await Task.WhenAny(running, expired.Task) == running;
        }
    }

    // Whether the request is answered: not when the time was over first.
    private async Task<bool> InvokeAsync(HttpContext http, EmbeddedFunctionContext context, CancellationToken deadline)
    {
        var function = context.FunctionDefinition.Name;
        try
        {
            await pipeline.InvokeAsync(context);
            if (deadline.IsCancellationRequested)
            {
                return false;
            }

            await HttpResultWriter.WriteAsync(http, ReturnValue.Of(context));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            LogAborted(function, context.InvocationId);
        }
        catch (Exception exception) when (deadline.IsCancellationRequested)
        {
            LogFailureAfterTimeout(exception, function, context.InvocationId);
            return false;
        }
        catch (BindingException exception)
        {
            await ProblemAsync(http, context, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            await ProblemAsync(http, context, exception.StatusCode, exception.Message);
        }
        catch (Exception exception)
        {
            LogFailure(exception, function, context.InvocationId);
            await ProblemAsync(http, context, StatusCodes.Status500InternalServerError, null);
        }

        return true;
    }

    private async Task AnswerTimeoutAsync(HttpContext http, EmbeddedFunctionContext context)
    {
        await ProblemAsync(
            http,
            context,
            StatusCodes.Status503ServiceUnavailable,
            $"The function did not end within {settings.FunctionTimeout}.");
        await http.Response.CompleteAsync();
    }

    private static async Task ProblemAsync(HttpContext http, EmbeddedFunctionContext context, int status, string? detail)
    {
        if (http.Response.HasStarted)
        {
            // Part of an answer is out already: only a broken connection can still tell that it is not whole.
            http.Abort();
            return;
        }

        http.Response.Clear();
        var extensions = new Dictionary<string, object?> { ["invocationId"] = context.InvocationId };
        await Results.Problem(detail, statusCode: status, extensions: extensions).ExecuteAsync(http);
    }
}
