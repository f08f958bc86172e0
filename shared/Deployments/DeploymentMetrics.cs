using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Pipelines.Deployments;

/// <summary>Measures deployments as their documents change.</summary>
internal static class DeploymentMetrics
{
    private static readonly Meter s_meter = new("Pipelines.Deployments");
    private static readonly Counter<long> s_phases = s_meter.CreateCounter<long>("pipelines.deployments", "{deployment}", "Deployments that came to a phase, by phase and cause.");
    private static readonly Histogram<double> s_build = s_meter.CreateHistogram(
        "pipelines.deployment.build.duration", "s", "How long deployments built.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600] });

    private static readonly Histogram<double> s_deploy = s_meter.CreateHistogram(
        "pipelines.deployment.deploy.duration", "s", "How long deployments took to start, become healthy and take the traffic.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900] });

    public static void Created(Deployment deployment) => Count(deployment);

    public static void Recorded(Deployment before, Deployment after)
    {
        if (before.Phase == after.Phase)
        {
            return;
        }

        Count(after);
        if (after.IsFinal || after.Phase == DeploymentPhase.Active)
        {
            Record(s_build, after, DeploymentProgress.Build);
            Record(s_deploy, after, DeploymentProgress.Deploy);
        }
    }

    private static void Count(Deployment deployment) => s_phases.Add(
        1, KeyValuePair.Create("phase", (object?)NameOf(deployment.Phase.ToString())), KeyValuePair.Create("cause", (object?)NameOf(deployment.Cause.Type.ToString())));

    private static void Record(Histogram<double> histogram, Deployment deployment, string step)
    {
        if (deployment.Steps.FirstOrDefault(candidate => candidate.Name == step) is { StartedAt: { } from, EndedAt: { } to } ended)
        {
            histogram.Record((to - from).TotalSeconds, KeyValuePair.Create("outcome", (object?)NameOf(ended.Status.ToString())));
        }
    }

    // As the API writes enumerations.
    private static string NameOf(string value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value);
}
