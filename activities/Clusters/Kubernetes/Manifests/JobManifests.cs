using System.Text.Json.Nodes;
using Pipelines.Activities.Releases;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes runs of jobs.</summary>
internal sealed class JobManifests(PodTemplates pods)
{
    /// <summary>Long enough for a workflow that was away to find how it ended.</summary>
    private const int KeptSeconds = 24 * 3600;

    /// <summary>A pod that is stopped at its own deadline stays with its output; the Job's own, which removes pods, is for one that never started.</summary>
    private const int StopSeconds = 60;

    public IReadOnlyList<JsonObject> Run(JobRun run)
    {
        var release = new ReleaseKey(run.AppId, run.ReleaseId);
        var environment = EnvironmentSecret.Of(release, run.Component);
        var labels = ManifestLabels.OfComponent(run.AppId, run.ReleaseId, run.Component.Name).With(ManifestLabels.Job, ManifestNames.OfJobKey(run.Key));
        var job = Manifest.Of(
            "batch/v1", "Job", ManifestNames.OfApp(run.AppId), ManifestNames.OfJob(run), labels, new JsonObject { [ManifestLabels.JobKey] = run.Key });
        var spec = Spec(release, run.Component, environment, run.Timeout);
        spec["template"]!["metadata"]!["labels"]![ManifestLabels.Job] = ManifestNames.OfJobKey(run.Key);
        job["spec"] = spec;
        return [.. new[] { environment, job }.OfType<JsonObject>()];
    }

    private JsonObject Spec(ReleaseKey release, ReleaseComponent component, JsonObject? environment, TimeSpan timeout) => new()
    {
        ["backoffLimit"] = 0,
        ["activeDeadlineSeconds"] = SecondsOf(timeout) + component.GracePeriodSeconds + StopSeconds,
        ["ttlSecondsAfterFinished"] = KeptSeconds,
        ["template"] = pods.OfJob(release, component, environment?["metadata"]!["name"]!.GetValue<string>(), SecondsOf(timeout)),
    };

    private static long SecondsOf(TimeSpan timeout) => Math.Max(1, (long)Math.Ceiling(timeout.TotalSeconds));
}
