using Pipelines.Activities.Builds;
using Pipelines.Activities.Builds.Kubernetes;
using Pipelines.Activities.Builds.Kubernetes.Manifests;
using Pipelines.Activities.Builds.Kubernetes.Plans;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>Builds of each kind, without secrets and without a cluster.</summary>
internal static class SampleBuilds
{
    public static readonly BuildOptions Limits = new();

    public static readonly BuildTarget Target = new("registry.example:5000", "apps/a1/web", "build-0123456789abcdef01234567", IsInsecure: false);

    public static TheoryData<string> Names => ["buildpacks", "buildpacks-volume", "buildpacks-uncached", "kaniko", "buildkit", "rebase", "detection"];

    public static BuildRequest Request(IBuildableComponent? component = null) => new()
    {
        Key = "d1-web",
        AppId = "a1",
        Spec = new AppSpec { Name = "shop" },
        Component = component ?? new ServiceSpec { Name = "web" },
        Snapshot = new SourceSnapshot("0123456789012345678901234567890123456789", "sources/x/y.tar", 1, "s", "a"),
        SourceUrl = "https://git.example/shop.git",
        ImageRepository = "apps/a1/web",
    };

    public static (BuildJob Job, KubernetesBuildOptions Options) Of(string name)
    {
        var options = new KubernetesBuildOptions();
        var plan = new BuildpackPlan(options);
        var request = Request();
        switch (name)
        {
            case "buildpacks-volume":
                options.Buildpacks.Cache = BuildCache.Volume;
                options.Buildpacks.RunImage = "registry.example:5000/run:1";
                options.NodeSelector["pool"] = "builds";
                options.Tolerations.Add(new TolerationOptions { Key = "builds", Effect = "NoSchedule" });
                options.RuntimeClass = string.Empty;
                return (plan.Of(Request(new ServiceSpec { Name = "web", BuildCommand = "echo $(date) && make" }), "services/web", Target, ["TOKEN", "A"]), options);
            case "buildpacks-uncached":
                return (plan.Of(request with { IgnoreCache = true }, string.Empty, Target with { IsInsecure = true }, []), options);
            case "kaniko":
                return (new DockerfilePlan(options).Of(request with { DockerfileTarget = "final" }, new("services/web/Dockerfile", "services/web"), Target with { IsInsecure = true }, ["TOKEN", "A"]), options);
            case "buildkit":
                options.Dockerfiles.Tool = DockerfileTool.BuildKit;
                return (new DockerfilePlan(options).Of(request, new("Dockerfile", string.Empty), Target, ["TOKEN"]), options);
            case "detection":
                return (plan.DetectionOf(request, string.Empty), options);
            case "rebase":
                var rebase = new ImageRebase { Key = "r1", AppId = "a1", Component = "web", Image = "apps/a1/web@sha256:" + new string('0', 64) };
                return (plan.Of(rebase, Target.Registry + "/" + rebase.Image, Target), options);
            default:
                return (plan.Of(request, string.Empty, Target, ["A"]), options);
        }
    }
}
