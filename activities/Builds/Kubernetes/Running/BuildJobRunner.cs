using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Kubernetes.Manifests;
using Pipelines.Deployments;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>Runs a build's Job to its end, again where it vanished, and removes it.</summary>
internal sealed partial class BuildJobRunner(
    BuildJobs jobs, IKubernetesApi api, IOptions<BuildOptions> limits, IOptions<KubernetesBuildOptions> options, TimeProvider time, ILogger<BuildJobRunner> logger)
{
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromSeconds(30);
    private readonly KubernetesBuildOptions options = options.Value;

    /// <summary>Runs.</summary>
    /// <param name="job">The build.</param>
    /// <param name="secrets">What it may know.</param>
    /// <param name="registry">The registry as build pods name it.</param>
    /// <param name="log">Where its output goes.</param>
    /// <param name="cancellation">Ends the build and removes its Job.</param>
    /// <returns>What the last step reported; null when that is lost.</returns>
    /// <exception cref="BuildException">It failed, or vanished too often.</exception>
    public async Task<string?> RunAsync(BuildJob job, BuildSecrets secrets, string registry, BuildLog log, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var verdict = await RunOnceAsync(job, secrets, registry, log, cancellation);
            switch (verdict.State)
            {
                case BuildJobState.Succeeded:
                    return verdict.Report;
                case BuildJobState.Vanished when attempt < Math.Max(1, options.Attempts):
                    log.Write($"The build was interrupted: {verdict.Failure!.Message}. It begins again.");
                    LogVanished(job.Key, verdict.Failure.Message, attempt);
                    break;
                case BuildJobState.Vanished:
                    throw new BuildException(ReasonCodes.BuildJobFailed, $"The build was interrupted {attempt} times, at last because {verdict.Failure!.Message}. Deploy again.");
                default:
                    throw verdict.Failure!;
            }
        }
    }

    private async Task<BuildVerdict> RunOnceAsync(BuildJob job, BuildSecrets secrets, string registry, BuildLog log, CancellationToken cancellation)
    {
        string? uid = null;
        try
        {
            var ensured = await jobs.EnsureAsync(job, secrets, registry, cancellation);
            uid = ensured.Job.Uid();
            if (ensured.WasThere)
            {
                LogFound(job.Key, job.Name);
            }

            return await FollowAsync(job, secrets, ensured, log, cancellation);
        }
        catch (KubernetesException problem) when (BuildJobs.IsEnding(problem))
        {
            return BuildVerdict.Vanished("the namespace of builds was deleted");
        }
        catch (KubernetesException problem) when (problem.StatusCode is >= 400 and < 500)
        {
            throw new BuildException(problem.Reason == "Forbidden" ? ReasonCodes.ResourceExhausted : ReasonCodes.BuildJobFailed, $"The cluster refused the build: {problem.Message}", innerException: problem);
        }
        finally
        {
            await RemoveAsync(job, uid);
        }
    }

    private async Task<BuildVerdict> FollowAsync(BuildJob job, BuildSecrets secrets, EnsuredJob ensured, BuildLog log, CancellationToken cancellation)
    {
        var uid = ensured.Job.Uid();
        var output = new BuildOutput();
        var judge = new BuildJudge(options, limits.Value, job.Timeout);
        await using var follower = new BuildLogFollower(api, options.Namespace, [.. job.Steps.Select(step => step.Name)], log.Write, output, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var renewal = jobs.RenewAsync(job, secrets, uid, ensured.Expires, end.Token);
        try
        {
            await foreach (var view in new BuildJobWatch(api, time).WatchAsync(options.Namespace, job.Name, uid, cancellation))
            {
                if (view.Pod is { } pod)
                {
                    follower.Observe(pod, view.IsPodGone);
                }

                if (judge.Judge(view, time.GetUtcNow(), output).State != BuildJobState.Running)
                {
                    // The last lines may explain the end.
                    await follower.CompleteAsync(LogPatience);
                    return await ExplainAsync(judge.Judge(view, time.GetUtcNow(), output), view, uid, cancellation);
                }
            }

            throw new InvalidOperationException("The watch of a build ended before the build.");
        }
        finally
        {
            await end.CancelAsync();
            await renewal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<BuildVerdict> ExplainAsync(BuildVerdict verdict, BuildJobView view, string uid, CancellationToken cancellation)
    {
        if (verdict.State != BuildJobState.Failed || view.Pod is not null || await jobs.WhyNoPodAsync(uid, cancellation) is not { } why)
        {
            return verdict;
        }

        var code = why.Contains("exceeded quota", StringComparison.Ordinal) ? ReasonCodes.ResourceExhausted : verdict.Failure!.Code;
        return BuildVerdict.Failed(new BuildException(code, $"{verdict.Failure!.Message}: {why}"));
    }

    private async Task RemoveAsync(BuildJob job, string? uid)
    {
        using var patience = new CancellationTokenSource(RemovalPatience, time);
        try
        {
            await jobs.DeleteAsync(job.Name, uid, patience.Token);
        }
        catch (Exception problem) when (problem is KubernetesException or HttpRequestException or IOException or OperationCanceledException)
        {
            // What stays is swept later; the build's end is told now.
            LogNotRemoved(job.Name, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Build {Key} goes on with Job {Job}, which an earlier process made")]
    private partial void LogFound(string key, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Build {Key} vanished in attempt {Attempt}: {How}")]
    private partial void LogVanished(string key, string how, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} could not be removed")]
    private partial void LogNotRemoved(string job, Exception problem);
}
