using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Pipelines.Functions.Http;

/// <summary>A JSON answer of the API. What is read has an entity tag, and is not sent again to a caller that has it.</summary>
/// <param name="body">What to write; null for no content.</param>
/// <param name="status">The HTTP status.</param>
public sealed class ApiResult(object? body, HttpStatusCode status = HttpStatusCode.OK) : IActionResult
{
    /// <summary>Gets the answer without a body.</summary>
    public static ApiResult NoContent { get; } = new(null, HttpStatusCode.NoContent);

    /// <summary>Gets the HTTP status.</summary>
    public HttpStatusCode Status => status;

    /// <summary>The entity tag that the answer has.</summary>
    public EntityTagHeaderValue Tag() => EntityTags.Of(Write());

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        response.StatusCode = (int)status;
        if (body is null)
        {
            return Task.CompletedTask;
        }

        var bytes = Write();
        if (status == HttpStatusCode.OK && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && IsKnown(request, response, bytes))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, context.HttpContext.RequestAborted).AsTask();
    }

    private static bool IsKnown(HttpRequest request, HttpResponse response, byte[] bytes)
    {
        var tag = EntityTags.Of(bytes);
        response.GetTypedHeaders().ETag = tag;

        // Kept by the caller alone, and asked for again each time.
        if (response.Headers.CacheControl.Count == 0)
        {
            response.Headers.CacheControl = "private, no-cache";
        }

        return EntityTags.IsKnown(request, tag);
    }

    private byte[] Write() => body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ApiJson.Options);
}
