using Pipelines.Activities.Builds.Kubernetes.Manifests;

namespace Pipelines.Activities.Builds.Kubernetes.Plans;

/// <summary>
/// Plans the build of a Dockerfile by Kaniko or BuildKit. Values of build arguments come from a Secret: the Job holds their
/// names alone. Pure.
/// </summary>
internal sealed class DockerfilePlan(KubernetesBuildOptions options)
{
    /// <summary>The step that builds.</summary>
    public const string Build = "build";

    private const string Registry = "registry";
    private const string Scratch = "tmp-build";

    // An image's digest is what this step reports: Kubernetes makes it part of the pod's status.
    private const string Report = "/dev/termination-log";

    // BuildKit replaces its report instead of writing it, which a mounted file does not allow.
    private const string BuildKitScript = """
        set -eu
        buildctl-daemonless.sh "$@" --metadata-file /tmp/metadata.json
        grep -o '"containerimage.digest": *"sha256:[0-9a-f]*"' /tmp/metadata.json | grep -o 'sha256:[0-9a-f]*' > /dev/termination-log
        """;

    /// <summary>Plans the build.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="source">The Dockerfile.</param>
    /// <param name="target">Where the image goes.</param>
    /// <param name="variables">The names of the build arguments.</param>
    public BuildJob Of(BuildRequest request, DockerfileSource source, BuildTarget target, IEnumerable<string> variables)
    {
        var isKaniko = options.Dockerfiles.Tool == DockerfileTool.Kaniko;
        var job = new BuildJob
        {
            Name = target.Tag,
            Key = request.Key,
            AppId = request.AppId,
            Component = request.Component.Name,
            Timeout = request.Timeout,
            RuntimeClass = isKaniko ? options.RuntimeClass : options.Dockerfiles.BuildKitRuntimeClass,
            Identity = (1000, 1000),
            Steps = [],
        };
        var names = variables.Order(StringComparer.Ordinal).ToList();
        var build = isKaniko ? Kaniko(request, source, target, names) : BuildKit(request, source, target, names);
        build = build with
        {
            // A prefix keeps what a user names from being what the tool itself reads.
            Secrets = [.. names.Select(name => new SecretVariable("BUILD_ARG_" + name, job.EnvironmentSecret, name))],
            Mounts = [.. build.Mounts, new(SourceStep.Volume, SourceStep.Directory, IsReadOnly: true), new(Scratch, "/tmp")],
        };
        return job with
        {
            Steps = [SourceStep.Of(options, job.AccessSecret), build],
            Volumes =
            [
                .. SourceStep.Volumes,
                new(Scratch),
                new(Registry) { Secret = job.AccessSecret, Keys = [BuildSecretRenderer.DockerConfig] },
                .. isKaniko ? Array.Empty<BuildVolume>() : [new("buildkit")],
            ],
        };
    }

    private BuildStep Kaniko(BuildRequest request, DockerfileSource source, BuildTarget target, List<string> variables)
    {
        var caches = options.Dockerfiles.Cache && !request.IgnoreCache;
        return new()
        {
            Name = Build,
            Image = options.Dockerfiles.KanikoImage,
            Command = ["/kaniko/executor"],
            Arguments =
            [
                $"--context=dir://{PathOf(source.Context)}",
                $"--dockerfile={PathOf(source.File)}",
                $"--destination={target.Image}",
                $"--digest-file={Report}",
                "--reproducible",
                "--push-retry=3",
                $"--label=org.opencontainers.image.source={ContainerArgument.Literal(request.SourceUrl)}",
                $"--label=org.opencontainers.image.revision={request.Snapshot.Commit}",
                .. request.DockerfileTarget is { } stage ? [$"--target={ContainerArgument.Literal(stage)}"] : Array.Empty<string>(),
                .. variables.Select(name => $"--build-arg={name}={ContainerArgument.Variable("BUILD_ARG_" + name)}"),
                .. caches ? ["--cache=true", $"--cache-repo={target.Registry}/{target.Repository}"] : Array.Empty<string>(),
                .. target.IsInsecure ? [$"--insecure-registry={target.Registry}"] : Array.Empty<string>(),
            ],
            Environment = new Dictionary<string, string> { ["DOCKER_CONFIG"] = "/kaniko/.docker" },
            Mounts = [new(Registry, "/kaniko/.docker", IsReadOnly: true)],
            Privileges = StepPrivileges.UnpackingRoot,
        };
    }

    private BuildStep BuildKit(BuildRequest request, DockerfileSource source, BuildTarget target, List<string> variables)
    {
        var insecure = target.IsInsecure ? ",registry.insecure=true" : string.Empty;
        var caches = options.Dockerfiles.Cache && !request.IgnoreCache;
        return new()
        {
            Name = Build,
            Image = options.Dockerfiles.BuildKitImage,
            Command = ["/bin/sh", "-c", BuildKitScript.ReplaceLineEndings("\n"), "build"],
            Arguments =
            [
                "build",
                "--progress=plain",
                "--frontend=dockerfile.v0",
                $"--local=context={PathOf(source.Context)}",
                $"--local=dockerfile={PathOf(Path.GetDirectoryName(source.File) ?? string.Empty)}",
                $"--opt=filename={ContainerArgument.Literal(Path.GetFileName(source.File))}",
                $"--opt=label:org.opencontainers.image.source={ContainerArgument.Literal(request.SourceUrl)}",
                $"--opt=label:org.opencontainers.image.revision={request.Snapshot.Commit}",
                "--opt=build-arg:SOURCE_DATE_EPOCH=0",
                .. request.DockerfileTarget is { } stage ? [$"--opt=target={ContainerArgument.Literal(stage)}"] : Array.Empty<string>(),
                .. variables.Select(name => $"--opt=build-arg:{name}={ContainerArgument.Variable("BUILD_ARG_" + name)}"),
                $"--output=type=image,name={target.Image},push=true,rewrite-timestamp=true{insecure}",
                .. caches
                    ? [$"--export-cache=type=registry,ref={target.CacheImage},mode=max{insecure}", $"--import-cache=type=registry,ref={target.CacheImage}{insecure}"]
                    : Array.Empty<string>(),
                .. request.IgnoreCache ? ["--no-cache"] : Array.Empty<string>(),
            ],
            Environment = new Dictionary<string, string> { ["BUILDKITD_FLAGS"] = "--oci-worker-no-process-sandbox", ["DOCKER_CONFIG"] = "/registry" },
            Mounts = [new(Registry, "/registry", IsReadOnly: true), new("buildkit", "/home/user/.local/share/buildkit")],
            Privileges = StepPrivileges.UserNamespaces,
        };
    }

    private static string PathOf(string path) => ContainerArgument.Literal(path.Length == 0 ? SourceStep.Directory : $"{SourceStep.Directory}/{path}");
}
