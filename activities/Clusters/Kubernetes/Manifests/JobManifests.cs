using System.Text.Json.Nodes;
using Pipelines.Activities.Releases;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes runs of jobs, and the schedules that start them.</summary>
internal sealed class JobManifests(ClusterProfile profile, PodTemplates pods)
{
    /// <summary>Long enough for a workflow that was away to find how it ended.</summary>
    private const int KeptSeconds = 24 * 3600;

    /// <summary>A pod that is stopped at its own deadline stays with its output; the Job's own, which removes pods, is for one that never started.</summary>
    private const int StopSeconds = 60;

    /// <summary>A start that was missed for longer waits for its next time.</summary>
    private const int StartingDeadlineSeconds = 600;

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

    public ManifestSet Schedules(Release release)
    {
        if (release.ScheduledJobs.Count == 0)
        {
            return ManifestSet.Empty;
        }

        if (profile.CronJob is not { } type)
        {
            return new ManifestSet([], ["the cluster serves no CronJob: scheduled jobs do not run"]);
        }

        var limitations = release.ScheduledJobs
            .Where(job => job.TimeZone is not null && !profile.HasScheduleTimeZone)
            .Select(job => $"scheduled job {job.Component.Name}: the cluster knows no time zones before 1.25, its own is taken for {job.TimeZone}");
        return new ManifestSet([.. release.ScheduledJobs.SelectMany(job => Schedule(release, job, type.ApiVersion))], [.. limitations]);
    }

    private IEnumerable<JsonObject> Schedule(Release release, ScheduledJob job, string apiVersion)
    {
        var key = new ReleaseKey(release.AppId, release.Id);
        var environment = EnvironmentSecret.Of(key, job.Component);
        var labels = ManifestLabels.OfComponent(release.AppId, release.Id, job.Component.Name);
        var schedule = Manifest.Of(apiVersion, "CronJob", ManifestNames.OfApp(release.AppId), ManifestNames.OfComponent(job.Component.Name, release.Id), labels);
        schedule["spec"] = new JsonObject { ["schedule"] = CronSchedule.ForKubernetes(job.Cron) }
            .With("timeZone", profile.HasScheduleTimeZone ? job.TimeZone ?? "Etc/UTC" : null)
            .With("concurrencyPolicy", "Forbid")
            .With("startingDeadlineSeconds", StartingDeadlineSeconds)
            .With("successfulJobsHistoryLimit", 3)
            .With("failedJobsHistoryLimit", 3)
            .With("jobTemplate", new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() },
                ["spec"] = Spec(key, job.Component, environment, job.Timeout),
            });
        return new[] { environment, schedule }.OfType<JsonObject>();
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
