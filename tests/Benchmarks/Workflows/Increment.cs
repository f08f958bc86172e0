using Microsoft.DurableTask;

namespace Pipelines.Benchmarks.Workflows;

/// <summary>A trivial step.</summary>
[DurableTask]
internal sealed class Increment : TaskActivity<int, int>
{
    public override Task<int> RunAsync(TaskActivityContext context, int input) => Task.FromResult(input + 1);
}
