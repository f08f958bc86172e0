using System.Diagnostics;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Tests.Builds;

/// <summary>What commands of strangers can and cannot do.</summary>
public sealed class BuildSandboxTests(ITestOutputHelper output) : IDisposable
{
    private readonly List<BuildFixture> fixtures = [];

    public static TheoryData<string> Runtimes => ["runc", "runsc"];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task Sees_neither_the_platforms_files_nor_its_environment(string runtime)
    {
        var build = New(runtime);
        Environment.SetEnvironmentVariable("PIPELINES_TEST_SECRET", "platform-secret");
        await File.WriteAllTextAsync(Path.Combine(build.Data, "secret"), "platform-secret", TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        await RunAsync(build, $"env; ls -a / /root /home /var /etc; cat {build.Data}/secret; cat /etc/shadow /proc/1/environ | tr '\\0' '\\n'; id; grep Cap /proc/self/status; touch /usr/x /etc/x; echo done");
        output.WriteLine($"{runtime}: {watch.ElapsedMilliseconds} ms");
        var log = string.Join('\n', build.Log);
        log.ShouldSatisfyAllConditions(
            () => log.ShouldContain("done"),
            () => log.ShouldNotContain("platform-secret"),
            () => log.ShouldNotContain("PIPELINES_"),
            () => log.ShouldNotContain("root:$"),
            () => log.ShouldContain("HOME=/cache/home"),
            () => log.ShouldContain("CapEff:\t0000000000000000"),
            () => log.ShouldContain("uid=10001"));
        File.Exists("/usr/x").ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task A_failing_command_tells_its_exit_code(string runtime)
    {
        var problem = await Should.ThrowAsync<BuildException>(RunAsync(New(runtime), "echo gone wrong >&2; exit 7"));
        problem.Code.ShouldBe(ReasonCodes.BuildJobExitNonZero);
        problem.ExitCode.ShouldBe(7);
        fixtures[^1].Log.ShouldContain("gone wrong");
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task A_cancelled_or_late_build_leaves_nothing(string runtime)
    {
        var build = New(runtime);
        var marker = Random.Shared.Next(100_000, 999_999).ToString();
        var request = await RequestAsync(build, $"echo started; sleep {marker} & (setsid sleep {marker} &) ; wait");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = build.Builder.BuildAsync(
            request,
            line =>
            {
                if (line == "started")
                {
                    cancel.Cancel();
                }
            },
            cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(running);
        AssertNothingIsLeft(build, marker, request.Key);

        var late = request with { Timeout = TimeSpan.FromSeconds(3) };
        (await Should.ThrowAsync<BuildException>(build.BuildAsync(late))).Code.ShouldBe(ReasonCodes.BuildJobTimeout);
        AssertNothingIsLeft(build, marker, request.Key);
    }

    [Fact]
    public async Task Too_much_memory_is_told_as_such()
    {
        var build = New("runc", options => options.MemoryBytes = 64 << 20);
        var problem = await Should.ThrowAsync<BuildException>(RunAsync(build, "head -c 300m /dev/zero | tail"));
        problem.Code.ShouldBe(ReasonCodes.BuildJobOutOfMemory);
    }

    [Fact]
    public async Task Secrets_and_terminal_sequences_are_kept_out_of_the_log_and_it_has_a_limit()
    {
        var build = New("runc", options => options.MaxLogBytes = 4000);
        var request = await RequestAsync(build, "echo \"token is $TOKEN\"; printf '\\033[31mred\\033[0m\\n'; yes | head -c 100000");
        request = request with { Environment = new Dictionary<string, string> { ["TOKEN"] = "hunter2hunter2" }, Secrets = ["hunter2hunter2"] };
        await build.BuildAsync(request);
        build.Log.ShouldContain("token is ***");
        build.Log.ShouldContain("red");
        build.Log.Sum(line => line.Length + 1).ShouldBeLessThan(4200);
        build.Log.ShouldContain(line => line.Contains("longer than allowed"));
    }

    [Fact]
    public async Task An_undetectable_source_fails_in_the_words_of_the_detection()
    {
        var build = New("runc");
        var problem = await Should.ThrowAsync<BuildException>(build.BuildAsync(build.NewRepository().Write("notes.txt", "hello"), new ServiceSpec { Name = "web" }));
        problem.Code.ShouldBe(ReasonCodes.BuildJobFailed);
        problem.Message.ShouldContain("Nothing that can be built");
    }

    [Fact]
    public async Task A_workspace_whose_process_died_is_removed()
    {
        var build = New("runc");
        var left = Directory.CreateDirectory(Path.Combine(build.Data, "workspaces", "dead", "source")).FullName;
        await build.Builder.CleanUpAsync(TestContext.Current.CancellationToken);
        Directory.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public async Task A_site_whose_output_leads_out_is_refused()
    {
        var build = New("runc");
        var repository = build.NewRepository().Write("index.html", "x").Write("package.json", "{}");
        var site = new StaticSiteSpec { Name = "site", BuildCommand = "mkdir out && ln -s /etc/hostname out/index.html", OutputDir = "out" };
        (await Should.ThrowAsync<BuildException>(build.BuildAsync(repository, site))).Message.ShouldContain("symbolic link");
        var whole = site with { BuildCommand = "ln -s /etc out" };
        (await Should.ThrowAsync<BuildException>(build.BuildAsync(repository, whole))).Message.ShouldContain("no directory 'out'");
    }

    [Fact]
    public async Task Dependencies_are_installed_once_and_are_a_layer_of_their_own()
    {
        var build = New("runc");
        var repository = build.NewRepository().Write("package.json", """{"name":"x","version":"1.0.0","main":"server.js","dependencies":{"left":"file:./left"}}""")
            .Write("left/package.json", """{"name":"left","version":"1.0.0"}""")
            .Write("server.js", "require('http').createServer((q,r)=>r.end('x')).listen(process.env.PORT)");
        var component = new ServiceSpec { Name = "web" };
        var first = await build.BuildAsync(repository, component);
        build.Log.ShouldContain("$ npm install");
        build.Log.Clear();
        (await build.BuildAsync(repository, component)).Image.ShouldNotBeNull();
        build.Log.ShouldNotContain("$ npm install");
        build.Log.ShouldContain(line => line.Contains("taken from the cache"));
        build.Log.Clear();
        await build.BuildAsync((await build.RequestAsync(repository, component)) with { IgnoreCache = true });
        build.Log.ShouldContain("$ npm install");
        (await build.InspectAsync(first)).TopLayer.ShouldNotContain(name => name.StartsWith("workspace/node_modules/", StringComparison.Ordinal));
    }

    public void Dispose() => fixtures.ForEach(fixture => fixture.Dispose());

    private static void AssertNothingIsLeft(BuildFixture build, string marker, string key)
    {
        Process.GetProcesses().Where(process => CommandLine(process.Id).Contains(marker)).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Path.Combine(build.Data, "workspaces")).ShouldBeEmpty();
        File.ReadAllText("/proc/mounts").ShouldNotContain(key);
        Directory.Exists("/sys/fs/cgroup/memory/pipelines-builds/" + key).ShouldBeFalse();
        Directory.Exists("/sys/fs/cgroup/pipelines-builds/" + key).ShouldBeFalse();
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

    private static Task<BuildRequest> RequestAsync(BuildFixture build, string command) =>
        build.RequestAsync(build.NewRepository().Write("index.html", "x").Write("package.json", "{}"), new StaticSiteSpec { Name = "site", BuildCommand = command, OutputDir = "." });

    private static async Task RunAsync(BuildFixture build, string command) => await build.BuildAsync(await RequestAsync(build, command));

    private BuildFixture New(string runtime, Action<BuildOptions>? configure = null)
    {
        Assert.SkipUnless(((string[])["/usr/bin", "/usr/sbin", "/usr/local/bin"]).Any(directory => File.Exists(Path.Combine(directory, runtime))), $"{runtime} is not installed");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "containers with control groups need root");
        var fixture = new BuildFixture(options =>
        {
            options.Runtimes.Add(runtime);
            options.AllowProcesses = false;
            options.Network = SandboxNetwork.Host;
            configure?.Invoke(options);
        });
        fixtures.Add(fixture);
        return fixture;
    }
}
