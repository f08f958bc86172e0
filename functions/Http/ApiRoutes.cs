using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Http;

/// <summary>The routes of all functions, for the answer to a method that a path does not take.</summary>
internal static class ApiRoutes
{
    private static readonly IReadOnlyList<(TemplateMatcher Matcher, string[] Methods)> s_routes = [.. Find()];

    /// <summary>The methods that a path takes; none for a path that is unknown.</summary>
    public static IReadOnlyList<string> MethodsOf(PathString path) => [.. s_routes
        .Where(route => route.Matcher.TryMatch(path, []))
        .SelectMany(route => route.Methods)
        .Select(method => method.ToUpperInvariant())
        .Distinct()
        .Order(StringComparer.Ordinal)];

    private static IEnumerable<(TemplateMatcher Matcher, string[] Methods)> Find() =>
        from type in typeof(ApiRoutes).Assembly.GetTypes()
        where type != typeof(UnknownFunctions)
        from method in type.GetMethods()
        where method.GetCustomAttribute<FunctionAttribute>() is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is { Route: not null, Methods: not null }
        select (new TemplateMatcher(TemplateParser.Parse(trigger.Route!), []), trigger.Methods);
}
