using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Pipelines.Functions.Embedded;

/// <summary>Finds the functions of an app: the methods with <see cref="FunctionAttribute"/> of its assemblies.</summary>
internal static partial class FunctionDiscovery
{
    /// <summary>Names the assemblies to search instead of the entry assembly, separated by semicolons.</summary>
    public const string AssembliesKey = "Pipelines:Functions:Assemblies";

    private static readonly string Self = typeof(FunctionAttribute).Assembly.GetName().Name!;

    /// <summary>The functions of the app, those that are disabled left out.</summary>
    /// <exception cref="InvalidOperationException">A function cannot be served as it is declared.</exception>
    public static IReadOnlyList<FunctionDescriptor> Find(IConfiguration configuration)
    {
        var functions = FromTypes(Assemblies(configuration).SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsNestedPrivate));
        return [.. functions.Where(function => !IsDisabled(configuration, function.Name))];
    }

    /// <summary>The functions of the given types.</summary>
    /// <exception cref="InvalidOperationException">A function cannot be served as it is declared.</exception>
    public static IReadOnlyList<FunctionDescriptor> FromTypes(IEnumerable<Type> types)
    {
        var functions = new Dictionary<string, FunctionDescriptor>(StringComparer.OrdinalIgnoreCase);
        foreach (var (method, name) in types.Where(MayHoldFunctions).SelectMany(FunctionsOf))
        {
            if (!ValidName().IsMatch(name))
            {
                throw new InvalidOperationException(
                    $"Function '{name}': a name begins with a letter and has at most 128 letters, digits, '_' and '-'.");
            }

            var function = FunctionDescriptor.Of(name, method);
            if (!functions.TryAdd(name, function))
            {
                throw new InvalidOperationException(
                    $"Function '{name}' is declared twice: by {functions[name].EntryPoint} and by {function.EntryPoint}.");
            }
        }

        return [.. functions.Values];
    }

    private static IEnumerable<Assembly> Assemblies(IConfiguration configuration)
    {
        if (configuration[AssembliesKey] is { } names)
        {
            const StringSplitOptions clean = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
            return names.Split(';', clean).Select(Assembly.Load);
        }

        var entry = Assembly.GetEntryAssembly()
            ?? throw new InvalidOperationException($"There is no entry assembly; name the app's assemblies in {AssembliesKey}.");
        var found = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        AddWithReferences(entry, found);
        return found.Values;
    }

    // Only assemblies that use this one can hold functions, and only they are worth loading.
    private static void AddWithReferences(Assembly assembly, Dictionary<string, Assembly> found)
    {
        var references = assembly.GetReferencedAssemblies();
        if (references.All(reference => reference.Name != Self) || !found.TryAdd(assembly.FullName!, assembly))
        {
            return;
        }

        foreach (var reference in references.Where(reference => !IsFramework(reference.Name!)))
        {
            AddWithReferences(Assembly.Load(reference), found);
        }
    }

    private static bool IsFramework(string name) =>
        name == Self || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "System" or "netstandard" or "mscorlib";

    private static bool MayHoldFunctions(Type type) =>
        type is { IsClass: true, ContainsGenericParameters: false } && (!type.IsAbstract || type.IsSealed);

    private static IEnumerable<(MethodInfo Method, string Name)> FunctionsOf(Type type) =>
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select (method, function.Name);

    // The official host's own switch: the app setting AzureWebJobs.<name>.Disabled.
    private static bool IsDisabled(IConfiguration configuration, string name) =>
        bool.TryParse(configuration[$"AzureWebJobs.{name}.Disabled"], out var disabled) && disabled;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,127}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
