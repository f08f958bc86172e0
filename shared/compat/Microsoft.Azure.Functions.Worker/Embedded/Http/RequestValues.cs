using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Embedded;

/// <summary>The values of a request by name, in any case: those of the query, and over them those of the route.</summary>
internal static class RequestValues
{
    public static IReadOnlyDictionary<string, object?> Of(HttpRequest request)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Query)
        {
            values[name] = value.ToString();
        }

        foreach (var (name, value) in request.RouteValues)
        {
            values[name] = value?.ToString();
        }

        return values;
    }
}
