using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Embedded;

/// <summary>The names in the address of a durable webhook.</summary>
internal static class InstanceRoute
{
    // A server leaves an escaped slash as it is, and an instance's id may hold one.
    public static string Id(HttpContext http) => Value(http, "instanceId").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public static string EventName(HttpContext http) => Value(http, "eventName").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static string Value(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;
}
