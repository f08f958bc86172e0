namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned.</summary>
/// <typeparam name="T">The result's type.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The result. Middleware may replace it, after the function or in place of it.</summary>
    public abstract T? Value { get; set; }
}
