using Pipelines.Activities.Builds.Kubernetes.Manifests;

namespace Pipelines.Activities.Builds.Kubernetes.Plans;

/// <summary>
/// Plans a build by Cloud Native Buildpacks: the lifecycle's phases as the Platform API orders them, each in a container of
/// its own. What runs strangers' code (detect, build) sees the build-time environment and no credentials; what speaks to
/// the registry (analyze, restore, export) sees credentials and no environment. Pure.
/// </summary>
internal sealed class BuildpackPlan(KubernetesBuildOptions options)
{
    /// <summary>The step whose failure means that no buildpack wanted the source.</summary>
    public const string Detect = "detect";

    /// <summary>The step that runs the buildpacks.</summary>
    public const string Build = "build";

    /// <summary>The step that runs the spec's own build command.</summary>
    public const string BuildCommand = "build-command";

    /// <summary>The lifecycle's program that sets up what buildpacks installed.</summary>
    public const string Launcher = "/cnb/lifecycle/launcher";

    private const string Layers = "layers";
    private const string LayersDirectory = "/layers";
    private const string AppDirectory = "/workspace";
    private const string Environment = "environment";
    private const string Cache = "cache";
    private const string CacheDirectory = "/cache";
    private const string Project = "project";

    // Kubernetes makes report.toml, written here, part of the pod's status: it is read without entering the pod.
    private const string Report = "/dev/termination-log";
    private readonly BuildpackOptions buildpacks = options.Buildpacks;

    /// <summary>Plans the build.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="directory">The component's directory in the repository; empty for the root.</param>
    /// <param name="target">Where the image goes.</param>
    /// <param name="variables">The names of the build-time variables.</param>
    public BuildJob Of(BuildRequest request, string directory, BuildTarget target, IEnumerable<string> variables)
    {
        var job = new BuildJob
        {
            Name = target.Tag,
            Key = request.Key,
            AppId = request.AppId,
            Component = request.Component.Name,
            Timeout = request.Timeout,
            RuntimeClass = options.RuntimeClass,
            Identity = (buildpacks.UserId, buildpacks.GroupId),
            Steps = [],
        };
        var app = new BuildMount(SourceStep.Volume, AppDirectory, directory);
        var phases = new List<BuildStep>
        {
            WithRegistry(job, Phase("analyze", "analyzer", ["-previous-image", target.Latest, "-tag", target.Latest, .. RunImage(), .. SkipLayers(request), .. Caching(request, target), .. Insecure(target), target.Image], [])),
            Phase(Detect, "detector", ["-app", AppDirectory, "-platform", "/platform"], [app, new(Environment, "/platform/env", IsReadOnly: true)]),
            WithRegistry(job, Phase("restore", "restorer", [.. SkipLayers(request), .. Caching(request, target), .. Insecure(target)], CacheMounts(request))),
            Phase(Build, "builder", ["-app", AppDirectory, "-platform", "/platform"], [app, new(Environment, "/platform/env", IsReadOnly: true)]),
        };
        if (!string.IsNullOrWhiteSpace(request.Component.BuildCommand))
        {
            phases.Add(CommandStep(job, request.Component.BuildCommand, app, variables));
        }

        var metadata = $"/project/{BuildSecretRenderer.ProjectMetadata}";
        phases.Add(WithRegistry(job, Phase(
            "export",
            "exporter",
            ["-app", AppDirectory, "-project-metadata", metadata, "-report", Report, .. Caching(request, target), .. Insecure(target), target.Image, target.Latest],
            [app, .. CacheMounts(request), new(Project, "/project", IsReadOnly: true)])));
        return job with { Steps = [SourceStep.Of(options, job.AccessSecret), .. phases], Volumes = [.. Volumes(job, request, phases)] };
    }

    /// <summary>Plans detection alone, whose group the pod's status tells.</summary>
    /// <param name="request">What to detect.</param>
    /// <param name="directory">The component's directory in the repository; empty for the root.</param>
    public BuildJob DetectionOf(BuildRequest request, string directory)
    {
        var job = new BuildJob
        {
            Name = BuildTarget.NameOf(request.Key + "-detect"),
            Key = request.Key,
            AppId = request.AppId,
            Component = request.Component.Name,
            Timeout = request.Timeout,
            RuntimeClass = options.RuntimeClass,
            Identity = (buildpacks.UserId, buildpacks.GroupId),
            Steps = [],
        };
        var step = Phase(
            Detect,
            "detector",
            ["-app", AppDirectory, "-platform", "/platform", "-group", Report],
            [new(SourceStep.Volume, AppDirectory, directory), new(Environment, "/platform/env", IsReadOnly: true)]);
        return job with
        {
            Steps = [SourceStep.Of(options, job.AccessSecret), step],
            Volumes = [.. SourceStep.Volumes, new(Layers), new(Environment) { Secret = job.EnvironmentSecret }, .. Scratch([step])],
        };
    }

    /// <summary>Plans the exchange of an image's base for another, without a build.</summary>
    /// <param name="rebase">What to rebase.</param>
    /// <param name="image">The image by digest, as pods name it.</param>
    /// <param name="target">Where the new image goes.</param>
    public BuildJob Of(ImageRebase rebase, string image, BuildTarget target)
    {
        var job = new BuildJob
        {
            Name = target.Tag,
            Key = rebase.Key,
            AppId = rebase.AppId,
            Component = rebase.Component,
            Timeout = rebase.Timeout,
            RuntimeClass = options.RuntimeClass,
            Identity = (buildpacks.UserId, buildpacks.GroupId),
            Steps = [],
        };
        IReadOnlyList<string> runImage = rebase.RunImage is { } stated ? ["-run-image", stated] : [];
        var step = Phase("rebase", "rebaser", ["-previous-image", image, "-report", Report, .. runImage, .. Insecure(target), target.Image, target.Latest], []);
        step = WithRegistry(job, step with { Arguments = [.. step.Arguments.Skip(2)] });
        return job with { Steps = [step], Volumes = [new(Layers), .. Scratch([step])] };
    }

    private BuildStep Phase(string name, string program, IEnumerable<string> arguments, IEnumerable<BuildMount> mounts) => new()
    {
        Name = name,
        Image = buildpacks.Builder,
        Command = [$"/cnb/lifecycle/{program}"],
        Arguments = ["-layers", LayersDirectory, .. arguments],
        Environment = new Dictionary<string, string> { ["CNB_PLATFORM_API"] = buildpacks.PlatformApi, ["HOME"] = "/home/cnb" },
        Mounts = [.. mounts, new(Layers, LayersDirectory), new("tmp-" + name, "/tmp"), new("tmp-" + name, "/home/cnb", "home")],
    };

    // The launcher puts what the buildpacks installed on the command's path, as at run time.
    private BuildStep CommandStep(BuildJob job, string command, BuildMount app, IEnumerable<string> variables)
    {
        var step = Phase(BuildCommand, "launcher", [], [app]);
        return step with
        {
            Arguments = ["--", "/bin/sh", "-c", ContainerArgument.Literal(command)],
            Environment = new Dictionary<string, string>(step.Environment) { ["CNB_APP_DIR"] = AppDirectory, ["CNB_LAYERS_DIR"] = LayersDirectory },
            Secrets = [.. variables.Where(name => !step.Environment.ContainsKey(name)).Order(StringComparer.Ordinal).Select(name => new SecretVariable(name, job.EnvironmentSecret, name))],
            Directory = AppDirectory,
        };
    }

    private static BuildStep WithRegistry(BuildJob job, BuildStep step) =>
        step with { Secrets = [.. step.Secrets, new("CNB_REGISTRY_AUTH", job.AccessSecret, BuildSecretRenderer.RegistryAuth)] };

    private static IEnumerable<BuildVolume> Volumes(BuildJob job, BuildRequest request, IEnumerable<BuildStep> phases)
    {
        var volumes = SourceStep.Volumes.Concat(
        [
            new(Layers),
            new(Environment) { Secret = job.EnvironmentSecret },
            new(Project) { Secret = job.AccessSecret, Keys = [BuildSecretRenderer.ProjectMetadata] },
        ]).Concat(Scratch(phases));
        return phases.Any(phase => phase.Mounts.Any(mount => mount.Volume == Cache))
            ? volumes.Append(new(Cache) { Claim = BuildTarget.CacheOf(request.AppId, request.Component.Name) })
            : volumes;
    }

    // No two phases share a scratch directory: what a buildpack leaves there does not meet a phase with credentials.
    private static IEnumerable<BuildVolume> Scratch(IEnumerable<BuildStep> phases) => phases.Select(phase => new BuildVolume("tmp-" + phase.Name));

    private IReadOnlyList<string> RunImage() => buildpacks.RunImage is { Length: > 0 } image ? ["-run-image", image] : [];

    private static IReadOnlyList<string> SkipLayers(BuildRequest request) => request.IgnoreCache ? ["-skip-layers"] : [];

    private IReadOnlyList<string> Caching(BuildRequest request, BuildTarget target) => (request.IgnoreCache, buildpacks.Cache) switch
    {
        (false, BuildCache.Image) => ["-cache-image", target.CacheImage],
        (false, BuildCache.Volume) => ["-cache-dir", CacheDirectory],
        _ => [],
    };

    private IReadOnlyList<BuildMount> CacheMounts(BuildRequest request) =>
        !request.IgnoreCache && buildpacks.Cache == BuildCache.Volume ? [new(Cache, CacheDirectory)] : [];

    private IReadOnlyList<string> Insecure(BuildTarget target) =>
        target.IsInsecure && Version.TryParse(buildpacks.PlatformApi, out var api) && api >= new Version(0, 13) ? ["-insecure-registry", target.Registry] : [];
}
