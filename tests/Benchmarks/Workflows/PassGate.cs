using Microsoft.DurableTask;

namespace Pipelines.Benchmarks.Workflows;

/// <summary>A step that stays under way until the gate opens.</summary>
[DurableTask]
internal sealed class PassGate(Gate gate) : TaskActivity<int, int>
{
    public override async Task<int> RunAsync(TaskActivityContext context, int input)
    {
        await gate.PassAsync();
        return input + 1;
    }
}
