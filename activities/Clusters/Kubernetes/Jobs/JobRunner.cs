using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Observation;
using Pipelines.Activities.Clusters.Kubernetes.Records;
using Pipelines.Activities.Clusters.Kubernetes.Watching;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Jobs;

/// <summary>
/// Runs jobs once per key. A Job is made without a pod, remembered by its uid, and only then allowed to start: whoever
/// comes again knows whether one that is gone may have run.
/// </summary>
internal sealed class JobRunner(IKubernetesApi api, ObjectApplier applier, RendererSource renderers, RecordStore records, TimeProvider time)
{
    private const int Jobs = 0;
    private const int Pods = 1;
    private const int Warnings = 2;

    // Runtimes kill what outlives its grace period, and the end of its output is told a moment later.
    private static readonly TimeSpan s_stopSlack = TimeSpan.FromSeconds(15);

    /// <summary>Runs a job to its end, or finds its run.</summary>
    /// <exception cref="ClusterException">The cluster refuses the job.</exception>
    public async Task<JobResult> RunAsync(JobRun run, CancellationToken cancellation)
    {
        var name = ManifestNames.OfJob(run);
        var record = await records.GetJobAsync(run.AppId, name, cancellation) ?? await CreateAsync(run, name, cancellation);
        if (record.Result is { } known)
        {
            return known;
        }

        var (observation, job) = await StartAsync(run, name, record, cancellation) is { } present
            ? await WatchAsync(run, name, record, present, cancellation)
            : (JobObservation.Vanished, null);
        return await EndAsync(run, name, record, observation, job, cancellation);
    }

    /// <summary>Stops a run, or sees to it that it never begins. One that has ended stays as it ended.</summary>
    public async Task CancelAsync(JobReference job, CancellationToken cancellation)
    {
        var name = ManifestNames.OfJob(job.Component, job.ReleaseId, job.Key);
        var now = time.GetUtcNow();
        var never = new JobRecord(string.Empty, now, new JobResult(false, now, now, Canceled("It was canceled before it began.", [])), Canceled: true);
        var record = await RememberAsync(
            job.AppId, name, present => present is null ? never : present.Result is not null || present.Canceled ? present : present with { Canceled = true }, cancellation);
        if (record.Result is null)
        {
            await new JobStopper(api).StopAsync(job, name, record.JobUid, cancellation);
        }
    }

    private static InstanceFailure Canceled(string message, IReadOnlyList<string> lastLines) => new(InstanceFailureReason.Canceled, null, message, lastLines);

    // A Job that is there already was made by an earlier try that had no time to remember it.
    private async Task<JobRecord> CreateAsync(JobRun run, string name, CancellationToken cancellation)
    {
        var renderer = await renderers.GetAsync(cancellation);
        await applier.ApplyAsync(renderer.RenderApp(run.AppId, await renderers.FindAppNameAsync(run.AppId, cancellation)), cancellation);
        var documents = renderer.RenderJob(run);
        await applier.ApplyAsync([.. documents.Where(document => document.Text("kind") != CoreTypes.Job.Kind)], cancellation);
        var manifest = documents.Single(document => document.Text("kind") == CoreTypes.Job.Kind);
        manifest["spec"]!["parallelism"] = 0;
        var space = ManifestNames.OfApp(run.AppId);
        var job = await api.GetAsync(CoreTypes.Job, space, name, cancellation) ?? await CreateAsync(manifest, cancellation);
        var made = new JobRecord(job.UidOf() ?? string.Empty, time.GetUtcNow(), null);
        var record = await records.ChangeJobAsync(run.AppId, name, present => present ?? made, cancellation);
        if (record.JobUid.Length == 0)
        {
            // Canceled meanwhile: it is not to begin.
            _ = await api.DeleteAsync(CoreTypes.Job, space, name, uid: job.UidOf(), cancellation: cancellation);
        }

        return record;
    }

    private async Task<JsonObject> CreateAsync(JsonObject manifest, CancellationToken cancellation)
    {
        try
        {
            return await api.CreateAsync(manifest, cancellation);
        }
        catch (KubernetesException exception) when (exception.StatusCode == 409)
        {
            // Somebody else was asked for the same run in the same moment.
            return await api.GetAsync(CoreTypes.Job, manifest.Text("metadata", "namespace"), manifest.NameOf(), cancellation) ?? throw new KubernetesException(
                exception.StatusCode, exception.Reason, exception.Message, exception.Causes);
        }
        catch (KubernetesException exception) when (Refusals.IsFinal(exception))
        {
            throw Refusals.Of(exception, manifest);
        }
    }

    /// <summary>Lets the Job start.</summary>
    /// <returns>The Job; null when the one remembered is gone.</returns>
    private async Task<JsonObject?> StartAsync(JobRun run, string name, JobRecord record, CancellationToken cancellation)
    {
        var space = ManifestNames.OfApp(run.AppId);
        var job = await api.GetAsync(CoreTypes.Job, space, name, cancellation);
        if (job is null || job.UidOf() != record.JobUid)
        {
            return null;
        }

        var waits = job.Number("spec", "parallelism") == 0;
        if (waits && record.Canceled)
        {
            _ = await api.DeleteAsync(CoreTypes.Job, space, name, uid: record.JobUid, cancellation: cancellation);
            return null;
        }

        try
        {
            return waits
                ? await api.PatchAsync(CoreTypes.Job, space, name, new JsonObject { ["spec"] = new JsonObject { ["parallelism"] = 1 } }, cancellation: cancellation)
                : job;
        }
        catch (KubernetesException exception) when (exception.StatusCode == 404)
        {
            // Canceled in the same moment.
            return null;
        }
    }

    private async Task<(JobObservation Observation, JsonObject? Job)> WatchAsync(
        JobRun run, string name, JobRecord record, JsonObject job, CancellationToken cancellation)
    {
        var space = ManifestNames.OfApp(run.AppId);
        ResourceQuery[] queries =
        [
            new(CoreTypes.Job, space, FieldSelector: $"metadata.name={name}"),
            new(CoreTypes.Pod, space, $"{ManifestLabels.Job}={ManifestNames.OfJobKey(run.Key)}"),
            AppQueries.Warnings(run.AppId),
        ];
        await using var mirrors = new ResourceMirrors(api, queries, time, cancellation);
        DateTimeOffset? lookAgainAt = null;
        while (true)
        {
            await mirrors.WaitAsync(lookAgainAt, cancellation);
            if (mirrors[Jobs].Resources.FirstOrDefault(each => each.UidOf() == record.JobUid) is not { } present)
            {
                return (JobObservation.Vanished, null);
            }

            job = present;
            var observation = JobObserver.Observe(run, record.StartedAt, job, mirrors[Pods].Resources, mirrors[Warnings].Resources, time.GetUtcNow());
            if (observation.HasEnded)
            {
                return (observation, job);
            }

            lookAgainAt = observation.LookAgainAt;
        }
    }

    private async Task<JobResult> EndAsync(
        JobRun run, string name, JobRecord record, JobObservation observation, JsonObject? job, CancellationToken cancellation)
    {
        var failure = observation is { Failure: { } found, Witness: { } witness }
            ? found with { LastLines = await ReadLastLinesAsync(run, witness, cancellation) }
            : observation.Failure;
        var startedAt = job.Moment("status", "startTime") ?? record.StartedAt;
        var endedAt = job.Moment("status", "completionTime") ?? job.Condition("Failed").Moment("lastTransitionTime") ?? time.GetUtcNow();
        var ended = await RememberAsync(run.AppId, name, present => End(present ?? record), cancellation);
        if (observation.MustStop)
        {
            _ = await api.DeleteAsync(CoreTypes.Job, ManifestNames.OfApp(run.AppId), name, DeletePropagation.Background, uid: record.JobUid, cancellation: cancellation);
        }

        return ended.Result!;

        // Of two who saw its end, the first to say so is right for both.
        JobRecord End(JobRecord last) => last.Result is not null ? last : last with
        {
            Result = new JobResult(
                failure is null, startedAt, endedAt, failure is not null && last.Canceled ? Canceled("It was canceled.", failure.LastLines) : failure),
        };
    }

    // The cluster says at once that a run is over which it stops; what the run writes until it has ended is its output too.
    private async Task<IReadOnlyList<string>> ReadLastLinesAsync(JobRun run, FailureWitness witness, CancellationToken cancellation)
    {
        var lastLines = new LastLines(api, run.AppId);
        if (witness.EndedAt is null)
        {
            await lastLines.AwaitEndAsync(witness, TimeSpan.FromSeconds(run.Component.GracePeriodSeconds) + s_stopSlack, time, cancellation);
        }

        return await lastLines.ReadAsync(witness, cancellation);
    }

    /// <summary>Changes the record of a run, unless there is no place for it any more.</summary>
    /// <returns>The record as it is then, or would be.</returns>
    private async Task<JobRecord> RememberAsync(string appId, string name, Func<JobRecord?, JobRecord> change, CancellationToken cancellation)
    {
        try
        {
            var record = await records.ChangeJobAsync(appId, name, change, cancellation);
            if (record.Result is not null)
            {
                await records.PruneJobsAsync(appId, cancellation);
            }

            return record;
        }
        catch (KubernetesException exception) when (exception.StatusCode is 403 or 404)
        {
            // The app's namespace is gone or going, and all that is remembered with it.
            return change(null);
        }
    }
}
