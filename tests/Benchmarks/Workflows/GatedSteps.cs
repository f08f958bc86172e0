using Microsoft.DurableTask;

namespace Pipelines.Benchmarks.Workflows;

/// <summary>A workflow with a step behind it, and one under way when its process dies.</summary>
[DurableTask]
internal sealed class GatedSteps : TaskOrchestrator<int, int>
{
    public override async Task<int> RunAsync(TaskOrchestrationContext context, int input)
    {
        var first = await context.CallActivityAsync<int>(nameof(Increment), input);
        return await context.CallActivityAsync<int>(nameof(PassGate), first);
    }
}
