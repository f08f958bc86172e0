using Microsoft.DurableTask;
using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Health;

/// <summary>Tells how long a new release is watched before the one before it is stopped.</summary>
/// <param name="options">The configuration.</param>
[DurableTask]
public sealed class ProbationPolicyActivity(IOptions<HealthOptions> options) : TaskActivity<string, TimeSpan>
{
    /// <inheritdoc/>
    public override Task<TimeSpan> RunAsync(TaskActivityContext context, string input) => Task.FromResult(options.Value.Probation);
}
