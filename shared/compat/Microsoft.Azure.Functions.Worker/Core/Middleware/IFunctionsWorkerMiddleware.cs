namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Code around every invocation.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs around the invocation; without a call of <paramref name="next"/> the function does not run.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">The rest of it.</param>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
