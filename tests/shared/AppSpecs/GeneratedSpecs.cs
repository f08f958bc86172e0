using FsCheck;
using FsCheck.Fluent;

namespace Pipelines.AppSpecs.Tests;

/// <summary>Valid specs of every shape.</summary>
internal static class GeneratedSpecs
{
    public static Gen<AppSpec> All() =>
        from services in Service().ListOf(3)
        from sites in Site().ListOf(2)
        from workers in Worker().ListOf(2)
        from jobs in Job().ListOf(2)
        from envs in Envs()
        from region in Maybe(Gen.Elements("fra", "nyc1", "sgp"))
        from counts in Gen.Choose(0, 3).ListOf(4)
        from flags in Gen.Elements(true, false).ListOf(3)
        select Named(new AppSpec
        {
            Name = "app",
            Region = region,
            Services = [.. services.Take(counts[0])],
            StaticSites = [.. sites.Take(counts[1])],
            Workers = [.. workers.Take(counts[2])],
            Jobs = [.. jobs.Take(counts[3])],
            Envs = envs,
            DisableEdgeCache = flags[0],
            Maintenance = flags[1] ? new MaintenanceSpec { Archive = flags[2] } : null,
        });

    private static AppSpec Named(AppSpec spec) => spec with
    {
        Services = [.. spec.Services.Select((part, index) => part with
        {
            Name = $"service-{index}",
            Routes = [.. part.Routes.Select((route, number) => route with { Path = $"/s{index}/{number}" })],
        })],
        StaticSites = [.. spec.StaticSites.Select((part, index) => part with { Name = $"site-{index}" })],
        Workers = [.. spec.Workers.Select((part, index) => part with { Name = $"worker-{index}" })],
        Jobs = [.. spec.Jobs.Select((part, index) => part with { Name = $"job-{index}" })],
    };

    private static Gen<ServiceSpec> Service() =>
        from source in Branch()
        from envs in Envs()
        from port in Maybe(Gen.Choose(1, 65535))
        from ports in Gen.Choose(1, 65535).ListOf(3)
        from count in Maybe(Gen.Choose(1, 250))
        from scaling in Maybe(Gen.Choose(1, 250))
        from command in Maybe(Text())
        from period in Maybe(Gen.Choose(1, 300))
        from delay in Maybe(Gen.Choose(0, 3600))
        from routes in Gen.Elements(true, false).ListOf(2)
        select new ServiceSpec
        {
            Name = "",
            GitHub = new GitHubSource { Repo = "acme/shop", Branch = source, DeployOnPush = port is null },
            Envs = envs,
            HttpPort = port,
            InternalPorts = [.. ports.Distinct()],
            InstanceCount = scaling is null ? count : null,
            Autoscaling = scaling is { } most ? new Autoscaling { MinInstanceCount = 1, MaxInstanceCount = most } : null,
            RunCommand = command,
            HealthCheck = period is null ? null : new HealthCheck { PeriodSeconds = period, InitialDelaySeconds = delay, Port = port },
            Routes = [.. routes.Select(preserve => new RouteSpec { PreservePathPrefix = preserve })],
        };

    private static Gen<StaticSiteSpec> Site() =>
        from branch in Branch()
        from envs in Envs()
        from document in Maybe(Gen.Elements("index.html", "200.html"))
        select new StaticSiteSpec
        {
            Name = "",
            Git = new GitSource { RepoCloneUrl = "https://git.example.com/site.git", Branch = branch },
            Envs = envs,
            CatchallDocument = document,
        };

    private static Gen<WorkerSpec> Worker() =>
        from tag in Maybe(Gen.Elements("latest", "1.0", "1e3", "true", "0x10"))
        from grace in Maybe(Gen.Choose(1, 600))
        from envs in Envs()
        select new WorkerSpec
        {
            Name = "",
            Image = new ImageSource { RegistryType = RegistryType.Ghcr, Registry = "acme", Repository = "worker", Tag = tag },
            Termination = grace is null ? null : new Termination { GracePeriodSeconds = grace },
            Envs = envs,
        };

    private static Gen<JobSpec> Job() =>
        from kind in Maybe(Gen.Elements(JobKind.PreDeploy, JobKind.PostDeploy, JobKind.FailedDeploy))
        from minute in Gen.Choose(0, 59)
        from timeout in Maybe(Gen.Elements("1h30m", "90s"))
        select new JobSpec
        {
            Name = "",
            Bitbucket = new BitbucketSource { Repo = "acme/jobs" },
            Kind = timeout is null ? JobKind.Scheduled : kind,
            Schedule = timeout is null ? new JobSchedule { Cron = $"{minute} * * * *" } : null,
            Timeout = timeout,
        };

    private static Gen<IReadOnlyList<EnvVar>> Envs() =>
        from values in Maybe(Text()).ListOf(6)
        from kept in Gen.Choose(0, 6)
        from scope in Maybe(Gen.Elements(EnvScope.RunTime, EnvScope.BuildTime, EnvScope.RunAndBuildTime))
        from type in Maybe(Gen.Elements(EnvType.General, EnvType.Secret))
        select (IReadOnlyList<EnvVar>)[.. values.Take(kept).Select((value, index) => new EnvVar { Key = $"KEY_{index}", Value = value, Scope = scope, Type = type })];

    private static Gen<string> Branch() => Gen.Elements("main", "release/1.x", "feature-1", "1.0", "yes");

    /// <summary>Any text a spec can hold, those that YAML reads as something else above all. No references.</summary>
    private static Gen<string> Text() => Gen.OneOf(
        Gen.Elements("", " ", "true", "null", "~", "1.0", "012", "- a", "a: b", "#x", "a #b", "&a", "*a", "!x", "|", "%", "@", "`", "'", "\"", "\\", "a\nb", "a\n", "\n", "\r\n", "\t", "ü", "😀", "\u2028", "\u0085", "<<", "=", "y", "No", "0x1F", "1e3", "2001-01-01", "{", "[", "}", ",", "? a", "a ", " a", "$HOME"),
        ArbMap.Default.GeneratorFor<string>().Select(Clean));

    private static string Clean(string? text) => string.Concat((text ?? "").Where(character => !char.IsControl(character) && !char.IsSurrogate(character) && character is not ('$' or '\uFFFE' or '\uFFFF')));

    private static Gen<T?> Maybe<T>(Gen<T> gen, T? none = null)
        where T : class => Gen.OneOf(Gen.Constant(none), gen.Select(value => (T?)value));

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(value => (T?)value));
}
