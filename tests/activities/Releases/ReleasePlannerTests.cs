using Pipelines.Activities.Domains;
using Pipelines.Activities.Releases;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Tests.Releases;

public sealed class ReleasePlannerTests : IDisposable
{
    private const string AppId = "0199a0a0-0000-7000-8000-000000000001";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("planner-");
    private readonly SecretProtector _secrets;

    public ReleasePlannerTests() => _secrets = new SecretProtector(SecretKeyRing.OpenOrCreate(Path.Combine(_directory.FullName, "keys")));

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void AServiceGetsTheDefaultsOfTheSpec()
    {
        var web = Plan(new ServiceSpec { Name = "web" }).Components.ShouldHaveSingleItem();
        web.HttpPort.ShouldBe(8080);
        web.Environment["PORT"].ShouldBe("8080");
        web.Readiness.ShouldBe(new HealthProbe(null, 8080, 0, 10, 1, 1, 9));
        web.Liveness.ShouldBeNull();
        web.InstanceCount.ShouldBe(1);
        web.MemoryBytes.ShouldBe(512L << 20);
        web.DrainSeconds.ShouldBe(15);
        web.GracePeriodSeconds.ShouldBe(120);
        web.Image.ShouldBe("apps/shop/web@sha256:00");
        web.RunCommand.ShouldBe("found by detection");
    }

    [Fact]
    public void WhatBuildpacksInstalledIsSetUpForTheRunCommand()
    {
        RunCommandOf("echo 'a b' $PORT").ShouldBe(@"exec /cnb/lifecycle/launcher -- /bin/sh -c 'echo '\''a b'\'' $PORT'");
        RunCommandOf(null).ShouldBeNull();

        string? RunCommandOf(string? stated)
        {
            var deployment = Deployment(new ServiceSpec { Name = "web", RunCommand = stated });
            var built = deployment.Components[0] with { Launcher = "/cnb/lifecycle/launcher", RunCommand = null };
            return Planner().Plan(deployment with { Components = [built] }).Components.ShouldHaveSingleItem().RunCommand;
        }
    }

    [Fact]
    public void WhatTheSpecSaysWins()
    {
        var web = Plan(new ServiceSpec
        {
            Name = "web",
            RunCommand = "./server",
            HttpPort = 3000,
            InstanceCount = 2,
            InstanceSizeSlug = "professional-m",
            HealthCheck = new HealthCheck { HttpPath = "/healthz", PeriodSeconds = 3 },
            LivenessHealthCheck = new HealthCheck { HttpPath = "/alive" },
            Termination = new Termination { DrainSeconds = 1, GracePeriodSeconds = 2 },
            Envs = [new EnvVar { Key = "PORT", Value = "4000" }],
        }).Components.ShouldHaveSingleItem();
        web.RunCommand.ShouldBe("./server");
        web.Readiness.ShouldBe(new HealthProbe("/healthz", 3000, 0, 3, 1, 1, 9));
        web.Liveness.ShouldBe(new HealthProbe("/alive", 3000, 5, 10, 1, 1, 18));
        (web.InstanceCount, web.CpuMillicores, web.MemoryBytes).ShouldBe((2, 2000, 4096L << 20));
        (web.DrainSeconds, web.GracePeriodSeconds).ShouldBe((1, 2));
        web.Environment["PORT"].ShouldBe("4000");
    }

    [Fact]
    public void TheEnvironmentIsDecryptedAndItsReferencesAreResolved()
    {
        var release = Plan(new ServiceSpec
        {
            Name = "web",
            Envs =
            [
                new EnvVar { Key = "PASSWORD", Value = _secrets.Protect("s3cret", AppId), Type = EnvType.Secret },
                new EnvVar { Key = "SELF", Value = "${_self.PRIVATE_URL}" },
                new EnvVar { Key = "APP", Value = "${APP_URL} ${APP_DOMAIN} ${APP_ID}" },
                new EnvVar { Key = "COMMIT", Value = "${web.COMMIT_HASH}" },
                new EnvVar { Key = "PUBLIC", Value = "${web.PUBLIC_URL}" },
                new EnvVar { Key = "BUILD_ONLY", Value = "x", Scope = EnvScope.BuildTime },
            ],
        });
        var environment = release.Components[0].Environment;
        environment["PASSWORD"].ShouldBe("s3cret");
        environment["SELF"].ShouldBe("http://web:8080");
        environment["APP"].ShouldBe($"http://shop.localhost:8080 shop.localhost {AppId}");
        environment["COMMIT"].ShouldBe(new string('a', 40));
        environment["PUBLIC"].ShouldBe("http://shop.localhost:8080");
        environment.Keys.ShouldNotContain("BUILD_ONLY");
    }

    [Fact]
    public void ASecretOfAnotherAppIsNotDecrypted() =>
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => Plan(new ServiceSpec
        {
            Name = "web",
            Envs = [new EnvVar { Key = "PASSWORD", Value = _secrets.Protect("s3cret", "another app"), Type = EnvType.Secret }],
        }));

    [Fact]
    public void AComponentThatIsNotBuiltCannotBeReleased() =>
        Should.Throw<InvalidOperationException>(() => Planner().Plan(Deployment(new ServiceSpec { Name = "web" }) with { Components = [] })).Message.ShouldContain("web");

    [Fact]
    public void ScalingIsByCpuWhateverTheSpecMeasures()
    {
        ScalingOf(new Autoscaling { MinInstanceCount = 2, MaxInstanceCount = 5, Metrics = new AutoscalingMetrics { Cpu = new AutoscalingCpuMetric { Percent = 60 } } }).ShouldBe(new InstanceScaling(2, 5, 60));
        ScalingOf(new Autoscaling { MaxInstanceCount = 5, Metrics = new AutoscalingMetrics { RequestsPerSecond = new AutoscalingRequestsPerSecondMetric { PerInstance = 9 } } }).ShouldBe(new InstanceScaling(1, 5, 80));
        ScalingOf(null).ShouldBeNull();

        InstanceScaling? ScalingOf(Autoscaling? autoscaling) => Plan(new ServiceSpec { Name = "web", Autoscaling = autoscaling }).Components[0].Scaling;
    }

    [Fact]
    public void Jobs_are_no_part_of_the_release_and_each_run_has_its_key()
    {
        var web = Deployment(new ServiceSpec { Name = "web" });
        var deployment = web with
        {
            Spec = web.Spec with
            {
                Jobs =
                [
                    new JobSpec { Name = "report", Kind = JobKind.Scheduled, Schedule = new JobSchedule { Cron = "0 1 * * *", TimeZone = "Europe/Berlin" }, Timeout = "5m", RunCommand = "./report" },
                    new JobSpec { Name = "migrate", Kind = JobKind.PreDeploy },
                ],
            },
            Components = [.. web.Components, .. new[] { "report", "migrate" }.Select(name => new ComponentBuild { Name = name, Kind = ComponentKind.Job, Image = $"apps/shop/{name}@sha256:00" })],
        };
        Planner().Plan(deployment).Components.ShouldHaveSingleItem();
        var time = new DateTimeOffset(2026, 3, 1, 1, 0, 0, TimeSpan.Zero);
        var due = JobInvocation.OfSchedule(AppId, deployment.Id, "report", time);
        var run = Planner().PlanJob(deployment, due);
        (run.Component.Name, run.Component.RunCommand, run.Component.Image, run.Timeout).ShouldBe(("report", "./report", "apps/shop/report@sha256:00", TimeSpan.FromMinutes(5)));
        run.Key.ShouldBe(due.Id);
        JobInvocation.OfSchedule(AppId, "another", "report", time).Id.ShouldBe(due.Id, "a time has one run, whichever release it starts");
        JobInvocation.OfSchedule(AppId, deployment.Id, "report", time.AddMinutes(1)).Id.ShouldNotBe(due.Id);
        Planner().PlanJob(deployment, JobInvocation.OfDeployment(AppId, deployment.Id, "migrate", time)).Key.ShouldBe($"{deployment.Id}-migrate");
        Planner().PlanJob(deployment with { ReleaseId = "earlier" }, due).ReleaseId.ShouldBe("earlier", "after an automatic rollback an earlier release runs");
    }

    private Release Plan(ServiceSpec service) => Planner().Plan(Deployment(service));

    private ReleasePlanner Planner() => new(new ComponentEnvironments(_secrets, Moq.Mock.Of<ICluster>(cluster => cluster.GetDefaultUrl("shop") == new Uri("http://shop.localhost:8080/"))), new DomainOptions());

    private static Deployment Deployment(ServiceSpec service) => new()
    {
        Id = "0199a0a0-0000-7000-8000-000000000002",
        AppId = AppId,
        Spec = new AppSpec { Name = "shop", Services = [service] },
        Cause = new DeploymentCause(DeploymentCauseType.Manual, "manual"),
        CreatedAt = DateTimeOffset.UnixEpoch,
        Components = [new ComponentBuild { Name = "web", Kind = ComponentKind.Service, Image = "apps/shop/web@sha256:00", SourceCommit = new string('a', 40), RunCommand = "found by detection" }],
    };
}
