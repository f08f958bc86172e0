using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Pipelines.Functions.Embedded;

/// <summary>One function of the app, as its method declares it.</summary>
internal sealed class FunctionDescriptor : FunctionDefinition
{
    private FunctionDescriptor(string name, MethodInfo method, TriggerBindingAttribute trigger)
    {
        Name = name;
        EntryPoint = $"{method.ReflectedType!.FullName}.{method.Name}";
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\n{EntryPoint}")).AsSpan(0, 8));
        PathToAssembly = method.ReflectedType.Assembly.Location;
        Trigger = trigger;
        Parameters = [.. method.GetParameters().Select(Describe)];
        InputBindings = InputsOf(method).ToImmutableDictionary(binding => binding.Name);
        OutputBindings = trigger is HttpTriggerAttribute
            ? ImmutableDictionary<string, BindingMetadata>.Empty.Add(
                "$return", new FunctionBindingMetadata("$return", "http", BindingDirection.Out))
            : ImmutableDictionary<string, BindingMetadata>.Empty;
        Invoker = new FunctionInvoker(method, [.. method.GetParameters().Select(parameter => ParameterBinders.For(parameter, trigger, name))]);
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    /// <summary>What starts it.</summary>
    public TriggerBindingAttribute Trigger { get; }

    /// <summary>Runs its method.</summary>
    public FunctionInvoker Invoker { get; }

    /// <summary>Describes a method as the function <paramref name="name"/>.</summary>
    /// <exception cref="InvalidOperationException">The method cannot be served as it is declared.</exception>
    public static FunctionDescriptor Of(string name, MethodInfo method)
    {
        var triggers = method.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<TriggerBindingAttribute>()).OfType<TriggerBindingAttribute>().ToList();
        return triggers.Count == 1
            ? new FunctionDescriptor(name, method, triggers[0])
            : throw new InvalidOperationException(
                $"Function '{name}': {method.ReflectedType}.{method.Name} has {triggers.Count} parameters with a trigger; it must have one.");
    }

    private static FunctionParameter Describe(ParameterInfo parameter)
    {
        var properties = ImmutableDictionary<string, object>.Empty;
        if (parameter.GetCustomAttribute<BindingAttribute>() is { } binding)
        {
            properties = properties.Add("bindingAttribute", binding);
        }

        return new FunctionParameter(
            parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, parameter.DefaultValue, properties);
    }

    private static IEnumerable<BindingMetadata> InputsOf(MethodInfo method) =>
        from parameter in method.GetParameters()
        let binding = parameter.GetCustomAttribute<BindingAttribute>()
        where binding is not null
        select new FunctionBindingMetadata(parameter.Name!, KindOf(binding), BindingDirection.In);

    // HttpTriggerAttribute is "httpTrigger", as in function.json.
    private static string KindOf(BindingAttribute binding)
    {
        var name = binding.GetType().Name;
        name = name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
