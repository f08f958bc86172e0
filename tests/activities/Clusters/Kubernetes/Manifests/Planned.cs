using System.Security.Cryptography;
using System.Text;
using Moq;
using Pipelines.Activities.Domains;
using Pipelines.Activities.Releases;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>Releases as the platform plans them from specs, every component built.</summary>
internal static class Planned
{
    public const string AppId = "0199a0a0-0000-7000-8000-000000000001";
    public const string DeploymentId = "0199a0a0-0000-7000-8000-000000000002";

    public static Release Release(AppSpec spec, string deployment = DeploymentId, string app = AppId) => Planner(spec).Plan(Deployment(spec, deployment, app));

    public static JobRun Job(AppSpec spec, string job, string deployment = DeploymentId, string app = AppId) =>
        Planner(spec).PlanJob(Deployment(spec, deployment, app), JobInvocation.OfDeployment(app, deployment, job, DateTimeOffset.UnixEpoch));

    public static AppSpec Spec(string yaml)
    {
        var result = AppSpecParser.Parse(yaml);
        result.Problems.Select(problem => problem.ToString()).ShouldBeEmpty();
        return result.Spec.ShouldNotBeNull();
    }

    /// <summary>The spec of a sample of the repository, or of this folder's data.</summary>
    public static AppSpec Sample(string name)
    {
        var own = Path.Combine(Sources.Folder, "Data", name + ".yaml");
        return Spec(File.ReadAllText(File.Exists(own) ? own : Path.Combine(Sources.Repository, "infra", "samples", name, ".do", "app.yaml")));
    }

    private static ReleasePlanner Planner(AppSpec spec) => new(new ComponentEnvironments(
        new SecretProtector(new SecretKeyRing(new Dictionary<int, byte[]> { [1] = new byte[SecretKeyRing.KeyLength] })),
        Mock.Of<ICluster>(cluster => cluster.GetDefaultUrl(spec.Name) == new Uri($"http://{spec.Name}.apps.example.com/"))), new DomainOptions());

    private static Deployment Deployment(AppSpec spec, string id, string app) => new()
    {
        Id = id,
        AppId = app,
        Spec = spec,
        Cause = new DeploymentCause(DeploymentCauseType.Manual, "manual"),
        CreatedAt = DateTimeOffset.UnixEpoch,
        Components = [.. spec.Components.Select(component => Build(spec, component))],
    };

    private static ComponentBuild Build(AppSpec spec, IComponent component)
    {
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{spec.Name}/{component.Name}")));
        return new ComponentBuild
        {
            Name = component.Name,
            Kind = component.Kind,
            SourceCommit = new string('a', 40),
            Image = component.Kind == ComponentKind.StaticSite ? null : $"apps/{spec.Name}/{component.Name}@{digest}",
            SiteDigest = component.Kind == ComponentKind.StaticSite ? digest : null,
            RunCommand = component.Kind == ComponentKind.StaticSite ? null : $"./{component.Name}",
        };
    }
}
