namespace Microsoft.Azure.Functions.Worker;

/// <summary>One binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>The name of the parameter.</summary>
    public abstract string Name { get; }

    /// <summary>The kind: <c>httpTrigger</c>, <c>timerTrigger</c>, <c>durableClient</c> or <c>http</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Which way the value goes.</summary>
    public abstract BindingDirection Direction { get; }
}
