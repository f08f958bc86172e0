using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Tests.Platform;

/// <summary>A method of a route that the platform serves, as the functions themselves say.</summary>
internal sealed record ServedRoute(string Function, MethodInfo Method, string Verb, string Template)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<ServedRoute> All { get; } = [..
        from type in typeof(PlatformHost).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        from verb in trigger.Methods ?? []
        orderby function.Name
        select new ServedRoute(function.Name, method, verb.ToUpperInvariant(), trigger.Route ?? function.Name)];

    public bool IsOpen => !RequiredAccess.Of(Method).NeedsToken;

    public AccessAttribute? Access => Method.GetCustomAttribute<AccessAttribute>();

    /// <summary>The path with its parameters filled in.</summary>
    public string PathWith(IReadOnlyDictionary<string, string> parameters) => string.Join('/', Template.Split('/').Select(segment =>
    {
        if (!segment.StartsWith('{'))
        {
            return segment;
        }

        var name = segment.Trim('{', '}', '*');
        return parameters.TryGetValue($"{Function}.{name}", out var own) ? own
            : parameters.TryGetValue(name, out var value) ? value
            : throw new InvalidOperationException($"say in {nameof(Http.RouteAccessTests)} what stands for {name} of {Function}");
    }));

    public override string ToString() => $"{Verb} {Template} ({Function})";
}
