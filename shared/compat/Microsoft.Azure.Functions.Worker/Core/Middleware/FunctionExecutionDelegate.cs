namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of an invocation: the middleware to come, and the function.</summary>
/// <param name="context">The invocation.</param>
public delegate Task FunctionExecutionDelegate(FunctionContext context);
