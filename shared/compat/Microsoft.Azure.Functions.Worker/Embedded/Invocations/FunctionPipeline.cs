using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Pipelines.Functions.Embedded;

/// <summary>The app's middleware, the first added outermost, around the functions themselves.</summary>
internal sealed class FunctionPipeline
{
    private readonly FunctionExecutionDelegate entry;

    public FunctionPipeline(IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        entry = middleware.Reverse().Aggregate(
            (FunctionExecutionDelegate)(static context => ((FunctionDescriptor)context.FunctionDefinition).Invoker.InvokeAsync(context)),
            (next, component) => component(next));
    }

    public Task InvokeAsync(FunctionContext context) => entry(context);
}
