using Pipelines.Activities.Builds;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Tests.Builds;

/// <summary>A machine without any runtime for containers.</summary>
public sealed class ProcessBuildTests : IDisposable
{
    private readonly BuildFixture build = new(options => options.Runtimes.Add("no-such-runtime"));

    [Fact]
    public async Task Builds_with_the_same_result_and_without_the_platforms_environment()
    {
        Environment.SetEnvironmentVariable("PIPELINES_TEST_SECRET", "platform-secret");
        var repository = build.NewRepository().Write("index.html", "x").Write("package.json", "{}");
        var site = new StaticSiteSpec { Name = "site", BuildCommand = "env; mkdir out && echo made > out/index.html", OutputDir = "out" };
        (await build.BuildAsync(repository, site)).SiteDigest.ShouldNotBeNull();
        string.Join('\n', build.Log).ShouldNotContain("platform-secret");
        var problem = await Should.ThrowAsync<BuildException>(build.BuildAsync(repository, site with { BuildCommand = "exit 9" }));
        problem.Code.ShouldBe(ReasonCodes.BuildJobExitNonZero);
        problem.ExitCode.ShouldBe(9);
    }

    [Fact]
    public async Task Processes_can_be_forbidden()
    {
        using var strict = new BuildFixture(options =>
        {
            options.Runtimes.Add("no-such-runtime");
            options.AllowProcesses = false;
        });
        var problem = await Should.ThrowAsync<BuildException>(strict.BuildAsync(
            strict.NewRepository().Write("index.html", "x").Write("package.json", "{}"), new StaticSiteSpec { Name = "site", BuildCommand = "true", OutputDir = "." }));
        problem.Message.ShouldContain("AllowProcesses");
    }

    public void Dispose() => build.Dispose();
}
