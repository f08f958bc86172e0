using Microsoft.DurableTask;

namespace Pipelines.Benchmarks.Workflows;

/// <summary>A workflow of seven trivial steps, one after another.</summary>
[DurableTask]
internal sealed class SevenSteps : TaskOrchestrator<int, int>
{
    public const int Steps = 7;

    public override async Task<int> RunAsync(TaskOrchestrationContext context, int input)
    {
        for (var step = 0; step < Steps; step++)
        {
            input = await context.CallActivityAsync<int>(nameof(Increment), input);
        }

        return input;
    }
}
