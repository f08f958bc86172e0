namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knows about this invocation.</summary>
public abstract class BindingContext
{
    /// <summary>Values by name: for an HTTP trigger those of the route and of the query, the route's first.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
