using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Releases;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Storage.Logs;

namespace Pipelines.Activities.Builds;

/// <summary>
/// Fetches the source of a component and builds it, or finds the build that was made of the same source tree, spec and
/// environment. Idempotent under deployment and component.
/// </summary>
/// <param name="deployments">The deployments.</param>
/// <param name="apps">The apps, whose teams have credentials.</param>
/// <param name="builds">The builds made before.</param>
/// <param name="sources">Where components come from.</param>
/// <param name="environments">Their build-time environment.</param>
/// <param name="provider">Git.</param>
/// <param name="builder">Builds.</param>
/// <param name="slots">Bounds how many builds run at once.</param>
/// <param name="logs">Takes the output.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs.</param>
[DurableTask]
public sealed partial class BuildComponentActivity(
    DeploymentStore deployments,
    AppStore apps,
    BuildStore builds,
    ComponentSources sources,
    ComponentEnvironments environments,
    ISourceProvider provider,
    IBuilder builder,
    BuildSlots slots,
    ILogStore logs,
    TimeProvider time,
    ILogger<BuildComponentActivity> logger) : TaskActivity<ComponentBuildRequest, BuildOutcome>
{
    private const int KeptLines = 20;
    private static readonly TimeSpan s_cancellationPoll = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public override async Task<BuildOutcome> RunAsync(TaskActivityContext context, ComponentBuildRequest input)
    {
        var stream = LogStreams.Build(input.AppId, input.DeploymentId, input.Component);
        var lastLines = new Queue<string>();
        await using var log = await logs.OpenWriteAsync(stream, truncate: true);
        using var stop = new CancellationTokenSource();
        var watch = CancelWhenAskedAsync(input, stop);
        try
        {
            return new BuildOutcome(await FindOrBuildAsync(input, Write, stop.Token), null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Write("build cancelled");
            return new BuildOutcome(null, null);
        }
        catch (SourceException exception) when (!exception.Transient)
        {
            Write("error: " + exception.Message);
            return new BuildOutcome(null, Failure.Of(ReasonCodes.BuildJobFailed, exception.Message));
        }
        catch (BuildException exception)
        {
            var before = lastLines.ToArray();
            Write("error: " + exception.Message);
            LogFailed(exception, input.Component, input.DeploymentId);
            return new BuildOutcome(null, new Failure(new StepReason(exception.Code, exception.Message), exception.ExitCode, before));
        }
        finally
        {
            await stop.CancelAsync();
            await watch;
            await log.FlushAsync();
            await logs.CompleteAsync(stream);
        }

        void Write(string line)
        {
            log.Write(line);
            lock (lastLines)
            {
                lastLines.Enqueue(line);
                if (lastLines.Count > KeptLines)
                {
                    _ = lastLines.Dequeue();
                }
            }
        }
    }

    private async Task<ComponentBuild> FindOrBuildAsync(ComponentBuildRequest input, Action<string> log, CancellationToken cancellation)
    {
        var deployment = await deployments.RequireAsync(input.AppId, input.DeploymentId, cancellation);
        var component = (IBuildableComponent)deployment.Spec.FindComponent(input.Component)!;
        var location = sources.Find(component)! with { TeamId = (await apps.RequireAsync(input.AppId, cancellation)).OwnerId };
        var commit = input.Commit!;
        var snapshot = await provider.FetchAsync(location, commit, log, cancellation);
        var specKey = environments.SpecKey(deployment.Spec, deployment.AppId, component, location);
        var key = BuildKeys.OfBuild(specKey, await provider.GetTreeAsync(location, commit, component.SourceDir ?? "", cancellation));
        if (!input.ForceBuild && await builds.FindAsync(input.AppId, input.Component, key, cancellation) is { } made)
        {
            log($"nothing that matters to the build changed since commit {made.SourceCommit}: its image is reused");
            return made with { SourceCommit = commit, Reused = true };
        }

        var environment = environments.AtBuild(deployment.Spec, deployment.AppId, component);
        using var slot = await slots.WaitAsync(log, cancellation);
        var result = await builder.BuildAsync(
            new BuildRequest
            {
                Key = $"{input.DeploymentId}-{input.Component}",
                AppId = input.AppId,
                Spec = deployment.Spec,
                Component = component,
                Snapshot = snapshot,
                SourceUrl = SourceUrls.WithoutCredentials(location.CloneUrl),
                Environment = environment.Variables,
                Secrets = environment.Secrets,
                ImageRepository = ImageRepositories.Of(input.AppId, input.Component),
                IgnoreCache = input.ForceBuild,
            },
            log,
            cancellation);
        var build = new ComponentBuild
        {
            Name = input.Component,
            Kind = component.Kind,
            SourceCommit = commit,
            SpecKey = specKey,
            BuildKey = key,
            Image = result.Image,
            SiteDigest = result.SiteDigest,
            RunCommand = result.RunCommand,
            HttpPort = result.HttpPort,
            Builder = result.Builder,
            Buildpacks = result.Buildpacks,
            SbomLayer = result.SbomLayer,
            RunImage = result.RunImage,
            Launcher = result.Launcher,
        };
        await builds.PutAsync(input.AppId, build, cancellation);
        return build;
    }

    // The workflow that cancels may run in another process than this activity: the request lies in the state store.
    private async Task CancelWhenAskedAsync(ComponentBuildRequest input, CancellationTokenSource stop)
    {
        using var timer = new PeriodicTimer(s_cancellationPoll, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (await builds.IsCancelledAsync(input.AppId, input.DeploymentId, stop.Token))
                {
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The build is over.
        }
    }
}
