using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Pipelines.Functions.Http;

/// <summary>A JSON answer of the API.</summary>
/// <param name="body">What to write; null for no content.</param>
/// <param name="status">The HTTP status.</param>
public sealed class ApiResult(object? body, HttpStatusCode status = HttpStatusCode.OK) : IActionResult
{
    /// <summary>Gets the answer without a body.</summary>
    public static ApiResult NoContent { get; } = new(null, HttpStatusCode.NoContent);

    /// <summary>Gets the HTTP status.</summary>
    public HttpStatusCode Status => status;

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = (int)status;
        if (body is null)
        {
            return Task.CompletedTask;
        }

        response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(response.Body, body, body.GetType(), ApiJson.Options, context.HttpContext.RequestAborted);
    }
}
