namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's unique identifier.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The identifier of the function.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed trace it is part of.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger knows about it.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which attempt it is.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's own scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What middleware and the function share during this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the host and middleware attach, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the invocation should end: its time is over, its client is gone, or the host must stop.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
