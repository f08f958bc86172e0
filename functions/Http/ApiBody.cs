using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Pipelines.Functions.Http;

/// <summary>Reads the bodies of requests, bounded.</summary>
public static class ApiBody
{
    /// <summary>The most bytes that a body of the API may have.</summary>
    public const int MaximumBytes = 2 * 1024 * 1024;

    // A member given twice is read as the first by some and as the last by others: refused.
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="ApiException">413: it is larger than allowed.</exception>
    public static async Task<byte[]> ReadBytesAsync(HttpRequest request, int maximum = MaximumBytes)
    {
        if (request.ContentLength > maximum)
        {
            throw ApiException.TooLarge($"the request body has {request.ContentLength} bytes; at most {maximum} are allowed");
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            await buffer.WriteAsync(chunk.AsMemory(0, read));
            if (buffer.Length > maximum)
            {
                throw ApiException.TooLarge($"the request body has more than {maximum} bytes");
            }
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a JSON object; an empty body and <c>null</c> are an empty object, as godo sends where nothing is said.</summary>
    /// <exception cref="ApiException">400: it is no JSON object, or nested too deep; 413: it is too large; 415: it is said to be something else than JSON.</exception>
    public static async Task<JsonElement> ReadObjectAsync(HttpRequest request)
    {
        var bytes = await ReadBytesAsync(request);
        return bytes.Length == 0 || IsJson(request.ContentType)
            ? ParseObject(IsNull(bytes) ? default : bytes)
            : throw ApiException.UnsupportedMediaType($"the request body is {request.ContentType}; only application/json is understood");
    }

    private static bool IsNull(ReadOnlySpan<byte> bytes) => bytes.Trim(" \t\r\n"u8).SequenceEqual("null"u8);

    // Who says nothing means JSON, for there is nothing else. JSON is UTF-8 (RFC 8259, 8.1).
    private static bool IsJson(string? contentType) => string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Reads a JSON object; no bytes are an empty one.</summary>
    /// <exception cref="ApiException">400: it is no JSON object, names a member twice, or is nested too deep.</exception>
    public static JsonElement ParseObject(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.IsEmpty ? "{}"u8.ToArray() : bytes, s_json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw ApiException.BadRequest("the request body must be a JSON object");
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest(exception.LineNumber is { } line
                ? $"the request body is not valid JSON: line {line + 1}, byte {exception.BytePositionInLine + 1}"
                : "the request body is not valid JSON: a member is given twice");
        }
    }

    /// <summary>Reads a JSON object into a type; members that the type lacks are ignored.</summary>
    /// <exception cref="ApiException">As <see cref="ReadObjectAsync"/>; also 400 when a member has a wrong type.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request)
    {
        var body = await ReadObjectAsync(request);
        try
        {
            return body.Deserialize<T>(ApiJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest($"the request body does not fit: member {exception.Path} has a value of a wrong type");
        }
    }
}
