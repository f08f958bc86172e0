using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Embedded;

/// <summary>Reads a request's body into a trigger parameter that is neither request type.</summary>
internal static class JsonBody
{
    public static async ValueTask<object?> ReadAsync(HttpContext http, Type type, CancellationToken cancellation)
    {
        if (type == typeof(string))
        {
            using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
            return await reader.ReadToEndAsync(cancellation);
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, WorkerJson.Options, cancellation)
                ?? throw new BindingException("The body is null; it must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new BindingException($"The body is not the JSON expected: see {exception.Path ?? "$"}.", exception);
        }
    }
}
