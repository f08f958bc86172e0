using Microsoft.Azure.Functions.Worker;
using Pipelines.Activities.Metrics;

namespace Pipelines.Functions.Api.Metrics;

/// <summary>Has a sample taken of all apps every minute.</summary>
/// <param name="sampler">Takes it.</param>
public sealed class MetricsTimer(MetricSampler sampler)
{
    /// <summary>Takes a sample.</summary>
    [Function("SampleMetrics")]
    public Task SampleAsync([TimerTrigger("0 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellation) => sampler.SampleAsync(cancellation);
}
