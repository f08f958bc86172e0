using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Kubernetes.Manifests;
using Pipelines.Activities.Builds.Kubernetes.Plans;
using Pipelines.Activities.Builds.Kubernetes.Results;
using Pipelines.Activities.Builds.Kubernetes.Running;
using Pipelines.Activities.Builds.Kubernetes.Sources;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Oci;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>
/// Builds components in Jobs of a Kubernetes cluster. The build's key names the Job and the image's tag: a process that
/// comes after one that died finds the image and is done, or finds the Job and follows it on.
/// </summary>
internal sealed partial class KubernetesBuilder(
    SourceInspection inspection,
    SourceAddresses addresses,
    BuildRegistry registry,
    BuildJobRunner runner,
    BuildJobs jobs,
    BuiltImageReader images,
    SiteFromImage imageSites,
    SiteWriter sites,
    IOptions<BuildOptions> limits,
    IOptions<KubernetesBuildOptions> options,
    TimeProvider time,
    ILogger<KubernetesBuilder> logger) : IBuilder, IImageRebaser, IBuilderImageDetection
{
    // What begins and ends a build is not the build's own time.
    private static readonly TimeSpan Allowance = TimeSpan.FromMinutes(5);
    private readonly BuildOptions limits = limits.Value;
    private readonly KubernetesBuildOptions options = options.Value;

    private string Workspaces => Path.Combine(limits.DataDirectory, "workspaces");

    public Task<BuildResult> BuildAsync(BuildRequest request, Action<string> log, CancellationToken cancellation)
    {
        var buildLog = new BuildLog(log, new SecretRedactor(request.Secrets), limits.MaxLogBytes);
        return BoundedAsync(request.Timeout, token => BuildAsync(request, buildLog, token), cancellation);
    }

    public Task<BuilderImageFindings> DetectAsync(BuildRequest request, Action<string> log, CancellationToken cancellation)
    {
        var buildLog = new BuildLog(log, new SecretRedactor(request.Secrets), limits.MaxLogBytes);
        return BoundedAsync(request.Timeout, token => DetectAsync(request, buildLog, token), cancellation);
    }

    public Task<BuildResult> RebaseAsync(ImageRebase rebase, Action<string> log, CancellationToken cancellation)
    {
        var buildLog = new BuildLog(log, new SecretRedactor([]), limits.MaxLogBytes);
        return BoundedAsync(rebase.Timeout, token => RebaseAsync(rebase, buildLog, token), cancellation);
    }

    public Task ForgetAsync(string appId, CancellationToken cancellation = default) => jobs.DeleteCachesAsync(appId, cancellation);

    public async Task CleanUpAsync(CancellationToken cancellation)
    {
        foreach (var abandoned in BuildWorkspace.Abandoned(Workspaces))
        {
            await using (abandoned)
            {
                abandoned.Delete();
            }
        }

        await jobs.SweepAsync(cancellation);
    }

    private async Task<T> BoundedAsync<T>(TimeSpan once, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        var limit = once * Math.Max(1, options.Attempts);
        using var patience = new CancellationTokenSource(limit + options.ScheduleTimeout + Allowance, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BuildException(ReasonCodes.BuildJobTimeout, $"The build took longer than the {limit.TotalMinutes:0.##} minutes allowed; the cluster did not end it.");
        }
        catch (SourceException problem)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, problem.Message, innerException: problem);
        }
        catch (RegistryException problem)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, $"The registry failed: {problem.Message}", innerException: problem);
        }
    }

    private async Task<BuildResult> BuildAsync(BuildRequest request, BuildLog log, CancellationToken cancellation)
    {
        var target = registry.TargetOf(request.Key, request.ImageRepository);
        await using var workspace = await BuildWorkspace.AcquireAsync(Workspaces, target.Tag, cancellation);
        workspace.Delete();
        workspace.Create();
        try
        {
            var source = await inspection.InspectAsync(request, workspace, cancellation);
            if (IsReady(request.Component, source))
            {
                log.Write("The site is served as it is: there is nothing to build");
                return new() { SiteDigest = await sites.WriteAsync(workspace.Source, cancellation), Builder = "files" };
            }

            var built = await images.FindAsync(request.ImageRepository, target.Tag, cancellation);
            if (built is not null)
            {
                log.Write("The build had ended already when its process died: its image is taken");
            }

            built ??= await RunAsync(request, source, target, log, cancellation);
            return await ResultAsync(request, source, built, workspace, log, cancellation);
        }
        finally
        {
            workspace.Delete();
        }
    }

    private async Task<BuiltImage> RunAsync(BuildRequest request, InspectedSource source, BuildTarget target, BuildLog log, CancellationToken cancellation)
    {
        var environment = EnvironmentOf(request, source, log);
        var isDockerfile = source.Dockerfile is not null;
        CheckSandbox(isDockerfile);
        log.Write(isDockerfile ? $"Building {source.Dockerfile!.File} with {Tool()}" : $"Building with the buildpacks of {options.Buildpacks.Builder}");
        var job = source.Dockerfile is { } dockerfile
            ? new DockerfilePlan(options).Of(request, dockerfile, target, environment.Keys)
            : new BuildpackPlan(options).Of(request, source.Directory, target, environment.Keys);
        var secrets = new BuildSecrets(environment, token => AccessAsync(request, target, isDockerfile, token));
        var report = await runner.RunAsync(job, secrets, target.Registry, log, cancellation);
        return await images.ReadAsync(request.ImageRepository, BuiltImageReader.DigestOf(report) ?? target.Tag, cancellation);
    }

    private async Task<BuilderImageFindings> DetectAsync(BuildRequest request, BuildLog log, CancellationToken cancellation)
    {
        var name = BuildTarget.NameOf(request.Key + "-detect");
        await using var workspace = await BuildWorkspace.AcquireAsync(Workspaces, name, cancellation);
        workspace.Delete();
        workspace.Create();
        try
        {
            var source = await inspection.InspectAsync(request, workspace, cancellation);
            var environment = EnvironmentOf(request, source, log);
            var secrets = new BuildSecrets(environment, async token => new BuildAccess(new Dictionary<string, string> { [BuildSecretRenderer.SourceUrl] = (await SourceAsync(request, token)).AbsoluteUri }, null));
            var target = registry.TargetOf(request.Key, request.ImageRepository);
            var report = await runner.RunAsync(new BuildpackPlan(options).DetectionOf(request, source.Directory), secrets, target.Registry, log, cancellation);
            var group = BuiltImageReader.GroupOf(report);
            return new(group, source.Detected, DetectionComparison.Describe(source.Detected, group));
        }
        finally
        {
            workspace.Delete();
        }
    }

    private async Task<BuildResult> RebaseAsync(ImageRebase rebase, BuildLog log, CancellationToken cancellation)
    {
        var (repository, digest) = rebase.Image.Split('@') is [var name, var at] ? (name, at) : throw new ArgumentException("An image is given as repository@sha256:….", nameof(rebase));
        var target = registry.TargetOf(rebase.Key, repository);
        var built = await images.FindAsync(repository, target.Tag, cancellation);
        if (built is null)
        {
            var job = new BuildpackPlan(options).Of(rebase, $"{target.Registry}/{repository}@{digest}", target);
            var secrets = new BuildSecrets(new Dictionary<string, string>(), async token => BuildAccess.Of(null, null, target.Registry, await registry.GrantAsync(target, runsForeignCode: false, token)));
            var report = await runner.RunAsync(job, secrets, target.Registry, log, cancellation);
            built = await images.ReadAsync(repository, BuiltImageReader.DigestOf(report) ?? target.Tag, cancellation);
        }

        log.Write($"Image {repository}@{built.Image.Digest}");
        return Describe(built, "buildpacks (rebased)") with { Image = $"{repository}@{built.Image.Digest}" };
    }

    private async Task<BuildAccess> AccessAsync(BuildRequest request, BuildTarget target, bool isDockerfile, CancellationToken cancellation)
    {
        var address = await SourceAsync(request, cancellation);
        return BuildAccess.Of(address, ProjectMetadata.Of(request), target.Registry, await registry.GrantAsync(target, isDockerfile, cancellation));
    }

    // The pod reads its source when it has found a node and pulled its images.
    private Task<Uri> SourceAsync(BuildRequest request, CancellationToken cancellation) =>
        addresses.SignAsync(request.Snapshot.BlobName, time.GetUtcNow() + options.ScheduleTimeout + options.StartTimeout + Allowance, cancellation);

    private async Task<BuildResult> ResultAsync(BuildRequest request, InspectedSource source, BuiltImage built, BuildWorkspace workspace, BuildLog log, CancellationToken cancellation)
    {
        var isDockerfile = source.Dockerfile is not null;
        if (!isDockerfile && DetectionComparison.Describe(source.Detected, built.Buildpacks) is { } difference)
        {
            log.Write(difference);
        }

        var result = Describe(built, isDockerfile ? Tool() : $"buildpacks {options.Buildpacks.Builder}");
        if (request.Component is StaticSiteSpec site)
        {
            return result with { SiteDigest = await imageSites.WriteAsync(request.ImageRepository, built.Image, site, source.Detected?.OutputDir, workspace, cancellation) };
        }

        var image = $"{request.ImageRepository}@{built.Image.Digest}";
        log.Write("Image " + image);
        return result with { Image = image, HttpPort = request.Component.Kind == ComponentKind.Service ? source.Detected?.HttpPort ?? PortOf(built.Image) : null };
    }

    private static BuildResult Describe(BuiltImage built, string builder) => new()
    {
        Builder = builder,
        Buildpacks = built.Buildpacks,
        SbomLayer = built.SbomLayer,
        RunImage = built.RunImage,
        Launcher = built.Launcher,
    };

    private string Tool() => options.Dockerfiles.Tool == DockerfileTool.Kaniko ? "kaniko" : "buildkit";

    private static int? PortOf(ResolvedImage image) => image.Config.Config.ExposedPorts
        .Select(exposed => int.TryParse(exposed.Split('/')[0], out var port) ? port : 0)
        .Where(port => port > 0)
        .Select(port => (int?)port)
        .FirstOrDefault();

    /// <summary>Whether a site's files are what is in the repository.</summary>
    private static bool IsReady(IBuildableComponent component, InspectedSource source) =>
        component is StaticSiteSpec { BuildCommand: null or "", OutputDir: null or "" }
        && source is { Dockerfile: null, Detected: { EnvironmentSlug: "html", BuildCommand: null, InstallCommand: null, OutputDir: null or "." } };

    /// <summary>The variables of the build; those of the spec before those of the repository.</summary>
    private Dictionary<string, string> EnvironmentOf(BuildRequest request, InspectedSource source, BuildLog log)
    {
        if (source.Descriptor.Ignored.Count > 0)
        {
            log.Write($"project.toml: this platform decides by itself, so that it ignores {string.Join(", ", source.Descriptor.Ignored)}");
        }

        var environment = new Dictionary<string, string>(source.Descriptor.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in request.Environment)
        {
            if (VariableName.IsValid(name))
            {
                environment[name] = value;
            }
            else
            {
                LogBadVariable(name);
            }
        }

        return environment;
    }

    private void CheckSandbox(bool isDockerfile)
    {
        if (isDockerfile && options.Dockerfiles.Tool == DockerfileTool.Kaniko && options.RuntimeClass.Length == 0)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, $"Kaniko runs as root and so only under a sandboxing RuntimeClass: set {KubernetesBuildOptions.Section}:{nameof(KubernetesBuildOptions.RuntimeClass)}, or {KubernetesBuildOptions.Section}:Dockerfiles:Tool to BuildKit.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The build-time variable {Name} is left out: builds on a cluster take names of letters, digits and underscores")]
    private partial void LogBadVariable(string name);
}
