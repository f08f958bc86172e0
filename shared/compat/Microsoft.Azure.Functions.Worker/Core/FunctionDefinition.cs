using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One function of the app.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The parameters of its method, in order.</summary>
    public abstract ImmutableArray<FunctionParameter> Parameters { get; }

    /// <summary>The file of the assembly that holds it.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>Its method: full type name, a dot, method name.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>An identifier that stays the same as long as name and entry point do.</summary>
    public abstract string Id { get; }

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Its input bindings by parameter name, the trigger among them.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <summary>Its output bindings by name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
}
