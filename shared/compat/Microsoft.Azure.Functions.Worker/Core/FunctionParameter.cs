using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One parameter of a function's method.</summary>
public class FunctionParameter
{
    /// <summary>A parameter without default value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    public FunctionParameter(string name, Type type)
        : this(name, type, false, null, ImmutableDictionary<string, object>.Empty)
    {
    }

    /// <summary>A parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="hasDefaultValue">Whether it may be left out.</param>
    /// <param name="defaultValue">What it is when left out.</param>
    /// <param name="properties">What else is known: <c>bindingAttribute</c> holds the binding attribute.</param>
    public FunctionParameter(
        string name, Type type, bool hasDefaultValue, object? defaultValue, IReadOnlyDictionary<string, object> properties)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        Type = type ?? throw new ArgumentNullException(nameof(type));
        HasDefaultValue = hasDefaultValue;
        DefaultValue = defaultValue;
        Properties = properties ?? throw new ArgumentNullException(nameof(properties));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public Type Type { get; }

    /// <summary>Whether it may be left out.</summary>
    public bool HasDefaultValue { get; }

    /// <summary>What it is when left out.</summary>
    public object? DefaultValue { get; }

    /// <summary>What else is known: <c>bindingAttribute</c> holds the binding attribute.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; }
}
