using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Http;

namespace Pipelines.Functions.Embedded;

/// <summary>Makes a response of what a function returned.</summary>
internal static class HttpResultWriter
{
    public static Task WriteAsync(HttpContext http, ReturnValue result)
    {
        switch (result.Value)
        {
            case IActionResult action:
                return action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
            case IResult other:
                return other.ExecuteAsync(http);
            case HttpResponseData data:
                return SendAsync(data, http);
            case string text:
                http.Response.ContentType ??= "text/plain; charset=utf-8";
                return http.Response.WriteAsync(text, http.RequestAborted);
            case { } value:
                return http.Response.WriteAsJsonAsync(value, value.GetType(), WorkerJson.Options, http.RequestAborted);
            case null:
                LeaveEmpty(http.Response, result);
                return Task.CompletedTask;
        }
    }

    // A function that returns null has nothing to say; one that returns void may have written the response itself.
    private static void LeaveEmpty(HttpResponse response, ReturnValue result)
    {
        if (result.IsSet && !response.HasStarted && response.StatusCode == StatusCodes.Status200OK && response.ContentLength is null)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static async Task SendAsync(HttpResponseData data, HttpContext http)
    {
        http.Response.StatusCode = (int)data.StatusCode;
        foreach (var (name, values) in data.Headers.NonValidated)
        {
            http.Response.Headers[name] = values.ToArray();
        }

        if (data.Body.CanSeek)
        {
            data.Body.Position = 0;
        }

        await data.Body.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
