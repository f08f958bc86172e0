using Pipelines.Functions.Embedded;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What was bound for, and returned by, an invocation.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>What the function returned, read and written as <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="context">The invocation.</param>
    /// <exception cref="InvalidOperationException">There is a result, and it is of another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new TypedInvocationResult<T>(ReturnValue.Of(context));
    }

    /// <summary>What the function returned.</summary>
    /// <param name="context">The invocation.</param>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ReturnValue.Of(context);
    }
}
