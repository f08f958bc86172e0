namespace Microsoft.Azure.Functions.Worker.Tests.Samples;

/// <summary>A service with one instance per invocation.</summary>
public sealed class ScopedThing
{
    /// <summary>Which instance this is.</summary>
    public Guid Id { get; } = Guid.NewGuid();
}
