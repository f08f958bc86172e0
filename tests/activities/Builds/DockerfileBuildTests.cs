using System.Diagnostics;
using Pipelines.Activities.Builds;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Tests.Builds;

public sealed class DockerfileBuildTests : IDisposable
{
    private readonly BuildFixture build = new();

    [Fact]
    public async Task Builds_from_scratch_and_again_with_the_same_digest()
    {
        Need();
        var repository = build.NewRepository()
            .Write("deploy/Dockerfile", "FROM scratch\nARG GREETING\nLABEL greeting=$GREETING\nCOPY hello.txt /hello.txt\nEXPOSE 9000\nCMD [\"/hello\"]\n")
            .Write("web/hello.txt", "hello");
        var component = new ServiceSpec { Name = "web", DockerfilePath = "deploy/Dockerfile", SourceDir = "web" };
        var request = (await build.RequestAsync(repository, component)) with { Environment = new Dictionary<string, string> { ["GREETING"] = "good morning", ["LD_PRELOAD"] = "/nothing.so" } };
        var result = await build.BuildAsync(request);
        result.Builder.ShouldBe("buildah");
        result.HttpPort.ShouldBe(9000);
        var (config, files, _) = await build.InspectAsync(result);
        files.ShouldContain("hello.txt");
        config.Config.Labels["greeting"].ShouldBe("good morning");
        config.Config.Labels["org.opencontainers.image.revision"].ShouldBe(request.Snapshot.Commit);
        (await build.BuildAsync(request)).Image.ShouldBe(result.Image);
        (await build.BuildAsync(request with { IgnoreCache = true })).Image.ShouldBe(result.Image);
    }

    [Fact]
    public async Task A_failing_or_cancelled_command_leaves_nothing()
    {
        Need();
        var repository = await WithShellAsync();
        repository.Write("Dockerfile", "FROM scratch\nCOPY root/ /\nRUN echo gone wrong && exit 3\n");
        var problem = await Should.ThrowAsync<BuildException>(build.BuildAsync(repository, new ServiceSpec { Name = "web", DockerfilePath = "Dockerfile" }));
        problem.Code.ShouldBe(ReasonCodes.BuildJobExitNonZero);
        problem.ExitCode.ShouldBe(3);
        build.Log.ShouldContain("gone wrong");

        repository.Write("Dockerfile", "FROM scratch\nCOPY root/ /\nRUN echo begun && while true; do true; done\n");
        var request = await build.RequestAsync(repository, new ServiceSpec { Name = "web", DockerfilePath = "Dockerfile" });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = build.Builder.BuildAsync(
            request,
            line =>
            {
                if (line == "begun")
                {
                    cancel.Cancel();
                }
            },
            cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(running);
        Process.GetProcesses().Where(process => CommandLine(process.Id).Contains("while true; do true; done")).ShouldBeEmpty();
        File.ReadAllText("/proc/mounts").ShouldNotContain(build.Data);
    }

    [Fact]
    public async Task A_missing_dockerfile_and_one_that_leads_out_are_told()
    {
        var repository = build.NewRepository().Write("a", "b");
        File.CreateSymbolicLink(Path.Combine(repository.Path, "Dockerfile"), "/etc/passwd");
        var problem = await Should.ThrowAsync<BuildException>(build.BuildAsync(repository, new ServiceSpec { Name = "web", DockerfilePath = "Dockerfile" }));
        problem.Code.ShouldBe(ReasonCodes.BuildJobFailed);
        problem.Message.ShouldContain("outside");
        (await Should.ThrowAsync<BuildException>(build.BuildAsync(build.NewRepository().Write("a", "b"), new ServiceSpec { Name = "web", DockerfilePath = "../x" }))).Message.ShouldContain("no Dockerfile");
    }

    public void Dispose() => build.Dispose();

    private static void Need()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/buildah"), "buildah is not installed");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "buildah needs root here");
    }

    private static string CommandLine(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    /// <summary>A repository with this machine's shell in root/: nothing has to be pulled.</summary>
    private async Task<Doubles.TestRepository> WithShellAsync()
    {
        var repository = build.NewRepository();
        foreach (var file in (string[])["/bin/sh", .. await Activities.Builds.Runtimes.SharedLibraries.OfAsync(["/bin/sh"], TestContext.Current.CancellationToken)])
        {
            var copy = $"{repository.Path}/root{file}";
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return repository;
    }
}
