using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Embedded;

/// <summary>Gives one argument of a function's method.</summary>
/// <param name="context">The invocation.</param>
/// <exception cref="BindingException">The request does not hold a usable value.</exception>
internal delegate ValueTask<object?> ParameterBinder(FunctionContext context);
