using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Embedded;

/// <summary>Makes an endpoint of each HTTP function.</summary>
internal static class HttpFunctions
{
    /// <summary>Maps the HTTP functions among <paramref name="functions"/>.</summary>
    /// <exception cref="InvalidOperationException">A function's trigger cannot be served; the message names it.</exception>
    public static void Map(
        IEndpointRouteBuilder endpoints, IEnumerable<FunctionDescriptor> functions, string routePrefix, HttpDispatcher dispatcher)
    {
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTriggerAttribute trigger)
            {
                continue;
            }

            var route = RouteOf(function, trigger, routePrefix);
            var methods = trigger.Methods is { Length: > 0 } named ? named.Select(method => method.ToUpperInvariant()).ToList() : null;
            foreach (var method in methods ?? ["*"])
            {
                Claim(taken, $"{method} {route.RawText}", function.Name);
            }

            Task Handle(Microsoft.AspNetCore.Http.HttpContext http) => dispatcher.DispatchAsync(http, function, trigger.AuthLevel);
            var endpoint = methods is null ? endpoints.Map(route, Handle) : endpoints.MapMethods(route.RawText!, methods, Handle);
            endpoint.WithDisplayName(function.Name);
        }
    }

    private static RoutePattern RouteOf(FunctionDescriptor function, HttpTriggerAttribute trigger, string prefix)
    {
        if (trigger.AuthLevel is AuthorizationLevel.User)
        {
            throw new InvalidOperationException(
                $"Function '{function.Name}': authorization level User needs a platform that signs users in; this host has none.");
        }

        var template = $"{prefix}/{(trigger.Route ?? function.Name).Trim('/')}".Trim('/');
        try
        {
            return RoutePatternFactory.Parse("/" + template);
        }
        catch (RoutePatternException exception)
        {
            throw new InvalidOperationException($"Function '{function.Name}': route '{template}' is invalid: {exception.Message}", exception);
        }
    }

    private static void Claim(Dictionary<string, string> taken, string route, string function)
    {
        if (!taken.TryAdd(route, function))
        {
            throw new InvalidOperationException($"Functions '{taken[route]}' and '{function}' both answer {route}.");
        }
    }
}
