using Pipelines.Activities.Builds;
using Pipelines.Activities.Builds.Kubernetes;
using Pipelines.Activities.Builds.Kubernetes.Manifests;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Kubernetes;
using Pipelines.Oci;
using Pipelines.TestClusters;

namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>Builds on the real cluster. The builder image is the tests' own (see <see cref="BuilderImage"/>).</summary>
public sealed class KubernetesBuilderTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Secret = "hunter2hunter2";
    private ClusterBuildFixture build = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => build = await ClusterBuildFixture.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (build is not null)
        {
            build.Log.ForEach(output.WriteLine);
            await build.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_snapshot_becomes_an_image_that_runs_under_gvisor_with_nothing_secret_in_its_Job()
    {
        build.RuntimeClass = TestCluster.GVisorRuntimeClass;
        var (builder, _) = build.NewProcess();
        var request = await SecretRequestAsync();
        var running = builder.BuildAsync(request, build.Note, Cancellation);
        await Task.WhenAny(build.Gate.Reached, running);
        var objects = (await build.ItemsAsync("jobs,pods")).ToJsonString();
        build.Gate.Open();
        var result = await running;

        objects.ShouldContain("gvisor");
        objects.ShouldNotContain(Secret);
        objects.ShouldNotContain("sources/");
        var log = string.Join('\n', build.Log);
        log.ShouldNotContain(Secret);
        log.ShouldContain("token is ***");
        build.Log.Where(line => line.StartsWith("===> ", StringComparison.Ordinal)).ShouldBe(["===> source", "===> analyze", "===> detect", "===> restore", "===> build", "===> export"]);
        result.Buildpacks.ShouldBe([new UsedBuildpack("demo/greeter", "1.2.3")]);
        result.RunImage.ShouldNotBeNull().ShouldStartWith(build.RunImage.Split(':')[0]);
        result.Launcher.ShouldBe("/cnb/lifecycle/launcher");
        (await build.Registry.Open(build.Repository).ExistsAsync(Digest.Parse(result.SbomLayer!), Cancellation)).ShouldBeTrue();
        (await build.ItemsAsync("jobs,secrets,pods")).ToJsonString().ShouldNotContain(request.Key);
        (await RunAsync(result.Image!)).ShouldContain("good day, visitor");
    }

    [Fact]
    public async Task What_is_built_again_is_found_kept_and_rebased()
    {
        var (builder, _) = build.NewProcess();
        var request = await build.RequestAsync(build.App(), new ServiceSpec { Name = "web", BuildCommand = "greet $(cat app.sh | wc -l) > made" });
        var first = await builder.BuildAsync(request, build.Note, Cancellation);
        build.Log.ShouldContain("greet: installed");
        build.Log.Clear();
        (await builder.BuildAsync(request, build.Note, Cancellation)).ShouldBe(first with { Buildpacks = [] }, new Alike());
        build.Log[0].ShouldContain("had ended already");
        build.Log.ShouldNotContain("===> source");
        build.Log.Clear();
        (await builder.BuildAsync(request with { Key = request.Key + "2" }, build.Note, Cancellation)).Image.ShouldBe(first.Image);
        build.Log.ShouldContain("greet: taken from the cache");

        var patched = await PatchRunImageAsync();
        var rebased = await ((IImageRebaser)builder).RebaseAsync(new ImageRebase { Key = "rebase-" + request.Key, AppId = "app1", Component = "web", Image = first.Image! }, build.Note, Cancellation);
        rebased.Image.ShouldNotBe(first.Image);
        rebased.RunImage.ShouldEndWith(patched);
        rebased.Buildpacks.ShouldBe(first.Buildpacks);
        var (before, after) = (await ResolveAsync(first.Image!), await ResolveAsync(rebased.Image!));
        after.Manifest.Layers.Count.ShouldBe(before.Manifest.Layers.Count + 1);
        after.Manifest.Layers[^1].Digest.ShouldBe(before.Manifest.Layers[^1].Digest);
    }

    [Theory]
    [InlineData("echo gone wrong; exit 7", ReasonCodes.BuildJobExitNonZero, 7)]
    [InlineData("python3 -c 'x = bytearray(900 << 20); print(len(x))'", ReasonCodes.BuildJobOutOfMemory, null)]
    public async Task A_build_that_fails_tells_why_and_leaves_nothing(string script, string code, int? exitCode)
    {
        var (builder, _) = build.NewProcess();
        var request = await build.RequestAsync(build.App(script), new ServiceSpec { Name = "web" });
        var problem = await Should.ThrowAsync<BuildException>(builder.BuildAsync(request, build.Note, Cancellation));
        problem.Code.ShouldBe(code, problem.Message);
        problem.ExitCode.ShouldBe(exitCode ?? problem.ExitCode);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Too_much_memory_is_told_under_gvisor_too()
    {
        build.RuntimeClass = TestCluster.GVisorRuntimeClass;
        await A_build_that_fails_tells_why_and_leaves_nothing("python3 -c 'x = bytearray(900 << 20); print(len(x))'", ReasonCodes.BuildJobOutOfMemory, null);
    }

    [Fact]
    public async Task A_late_build_and_an_unknown_source_are_told_as_such()
    {
        var (builder, _) = build.NewProcess();
        var late = await build.RequestAsync(build.App("sleep 300"), new ServiceSpec { Name = "web" });
        (await Should.ThrowAsync<BuildException>(builder.BuildAsync(late with { Timeout = TimeSpan.FromSeconds(12) }, build.Note, Cancellation))).Code.ShouldBe(ReasonCodes.BuildJobTimeout);

        var unknown = await build.RequestAsync(build.NewRepository().Write("notes.txt", "x"), new ServiceSpec { Name = "web" });
        var problem = await Should.ThrowAsync<BuildException>(builder.BuildAsync(unknown, build.Note, Cancellation));
        problem.Code.ShouldBe(ReasonCodes.BuildJobFailed);
        problem.Message.ShouldContain("No buildpack");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_ends_the_wait()
    {
        build.Settings["Pipelines:Builds:Kubernetes:StartTimeout"] = "00:00:03";
        build.Settings["Pipelines:Builds:Kubernetes:Buildpacks:Builder"] = build.Cluster.Registry + "/no/such:1";
        var (builder, _) = build.NewProcess();
        var request = await build.RequestAsync(build.App(), new ServiceSpec { Name = "web" });
        var problem = await Should.ThrowAsync<BuildException>(builder.BuildAsync(request, build.Note, Cancellation));
        problem.Message.ShouldContain("analyze");
        problem.Message.ShouldContain("no/such");
    }

    [Theory]
    [InlineData("pod")]
    [InlineData("job")]
    [InlineData("namespace")]
    public async Task A_build_that_was_taken_away_is_run_again(string what)
    {
        var (builder, _) = build.NewProcess();
        var request = await build.RequestAsync(Waiting(), new ServiceSpec { Name = "web" });
        build.Gate.OpenFrom = 2;
        var running = builder.BuildAsync(request, build.Note, Cancellation);
        await Task.WhenAny(build.Gate.Reached, running);
        await build.DeleteAsync(what);
        (await running).Image.ShouldNotBeNull();
        build.Gate.Visitors.ShouldBe(2);
        build.Log.ShouldContain(line => line.Contains("begins again"));
    }

    [Fact]
    public async Task Detection_runs_in_the_builder_image_and_is_compared_with_our_own()
    {
        var (builder, _) = build.NewProcess();
        var request = await build.RequestAsync(build.App().Write("go.mod", "module example.org/x\n\ngo 1.22\n").Write("main.go", "package main\n\nfunc main() {}\n"), new ServiceSpec { Name = "web" });
        var found = await ((IBuilderImageDetection)builder).DetectAsync(request, build.Note, Cancellation);
        found.Buildpacks.ShouldBe([new UsedBuildpack("demo/greeter", "1.2.3")]);
        found.Own!.EnvironmentSlug.ShouldBe("go");
        found.Difference.ShouldNotBeNull().ShouldContain("go.mod");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_process_that_comes_after_one_that_died_follows_the_same_Job_on()
    {
        var (first, mortal) = build.NewProcess(isMortal: true);
        var request = await build.RequestAsync(Waiting(), new ServiceSpec { Name = "web" });
        var dying = first.BuildAsync(request, _ => { }, Cancellation);
        await Task.WhenAny(build.Gate.Reached, dying);
        mortal.Kill();
        await Should.ThrowAsync<Exception>(dying);
        var uid = (string)(await build.ItemsAsync("jobs")).ShouldHaveSingleItem()!["metadata"]!["uid"]!;

        var (second, _) = build.NewProcess();
        await second.CleanUpAsync(Cancellation);
        var followed = new TaskCompletionSource();
        var running = second.BuildAsync(
            request,
            line =>
            {
                build.Note(line);
                if (line == "waiting")
                {
                    _ = followed.TrySetResult();
                }
            },
            Cancellation);
        await Task.WhenAny(followed.Task, running);
        ((string)(await build.ItemsAsync("jobs")).ShouldHaveSingleItem()!["metadata"]!["uid"]!).ShouldBe(uid);
        build.Gate.Open();
        (await running).Image.ShouldNotBeNull();
        build.Gate.Visitors.ShouldBe(1);
        build.Log.ShouldContain("===> source");
    }

    [Fact]
    public async Task A_cancelled_build_is_removed_and_so_is_what_nobody_follows()
    {
        var (builder, _) = build.NewProcess();
        var request = await build.RequestAsync(Waiting(), new ServiceSpec { Name = "web" });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = builder.BuildAsync(request, build.Note, cancel.Token);
        await Task.WhenAny(build.Gate.Reached, running);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        await NothingIsLeftAsync();

        build.Settings["Pipelines:Builds:Kubernetes:KeepFinished"] = "00:00:00";
        var (job, options) = SampleBuilds.Of("buildpacks");
        var (sweeper, _) = build.NewProcess();
        _ = await build.Get<IKubernetesApi>().ApplyAsync(BuildSecretRenderer.Render(job, build.Namespace, job.AccessSecret, new Dictionary<string, string>(), null), cancellation: Cancellation);
        await Eventually.IsAsync(async () =>
        {
            await sweeper.CleanUpAsync(Cancellation);
            return (await build.ItemsAsync("secrets")).All(secret => (string)secret!["metadata"]!["name"]! != job.AccessSecret);
        });
        options.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_Dockerfile_is_built_by_kaniko_under_gvisor()
    {
        build.RuntimeClass = TestCluster.GVisorRuntimeClass;
        var (builder, _) = build.NewProcess();
        var repository = build.NewRepository().Write("docker/Dockerfile", "FROM " + build.RunImage + " AS base\nARG GREETING\nLABEL greeting=\"$GREETING\"\nCOPY hello.txt /hello.txt\nEXPOSE 9000\nCMD [\"cat\", \"/hello.txt\"]\nFROM scratch\n").Write("hello.txt", "hello");
        var request = await build.RequestAsync(repository, new ServiceSpec { Name = "web", DockerfilePath = "docker/Dockerfile" });
        request = request with { DockerfileTarget = "base", Environment = new Dictionary<string, string> { ["GREETING"] = "good morning", ["LD_PRELOAD"] = "/nothing.so" } };
        var result = await builder.BuildAsync(request, build.Note, Cancellation);
        result.Builder.ShouldBe("kaniko");
        result.HttpPort.ShouldBe(9000);
        result.Launcher.ShouldBeNull();
        var image = await ResolveAsync(result.Image!);
        image.Config.Config.Labels["greeting"].ShouldBe("good morning");
        image.Config.Config.Labels["org.opencontainers.image.revision"].ShouldBe(request.Snapshot.Commit);
        (await RunAsync(result.Image!)).ShouldContain("hello");

        repository.Write("docker/Dockerfile", "FROM scratch\nRUN echo gone wrong && exit 3\n");
        var failing = await build.RequestAsync(repository, new ServiceSpec { Name = "web", DockerfilePath = "docker/Dockerfile" });
        var problem = await Should.ThrowAsync<BuildException>(builder.BuildAsync(failing, build.Note, Cancellation));
        problem.Code.ShouldBe(ReasonCodes.BuildJobExitNonZero);
        problem.ExitCode.ShouldBe(3);
        build.Log.ShouldContain("gone wrong");
    }

    [Fact]
    public async Task A_site_is_taken_out_of_the_image_that_its_build_made()
    {
        var (builder, _) = build.NewProcess();
        var request = await build.RequestAsync(build.App("mkdir -p out && echo made > out/index.html"), new StaticSiteSpec { Name = "site", OutputDir = "out" });
        var result = await builder.BuildAsync(request, build.Note, Cancellation);
        result.SiteDigest.ShouldNotBeNull();
        result.Image.ShouldBeNull();
    }

    [Fact]
    public async Task The_API_server_takes_all_that_is_rendered()
    {
        _ = build.NewProcess();
        var api = build.Get<IKubernetesApi>();
        var options = new KubernetesBuildOptions { Namespace = build.Namespace };
        foreach (var item in BuildNamespace.Render(options, "10.1.2.3:5000"))
        {
            _ = await api.ApplyAsync(item, cancellation: Cancellation);
        }

        foreach (var name in SampleBuilds.Names.Select(row => row.Data))
        {
            var (job, with) = SampleBuilds.Of(name);
            with.Namespace = build.Namespace;
            _ = await api.ApplyAsync(new BuildJobRenderer(SampleBuilds.Limits, with).Render(job), dryRun: true, cancellation: Cancellation);
            _ = await api.ApplyAsync(BuildSecretRenderer.Render(job, build.Namespace, job.AccessSecret, new Dictionary<string, string> { ["a"] = "b" }, "uid"), dryRun: true, cancellation: Cancellation);
        }

        _ = await api.ApplyAsync(CacheClaimRenderer.Render("cache", "a1", "web", options), dryRun: true, cancellation: Cancellation);
    }

    private Doubles.TestRepository Waiting() => build.App($"echo waiting; curl --silent --show-error --max-time 120 {build.GateUrl}");

    private async Task<BuildRequest> SecretRequestAsync()
    {
        var script = $"echo \"token is $(cat $CNB_PLATFORM_DIR/env/TOKEN)\"; env | grep -c CNB_REGISTRY_AUTH && exit 9; cat /var/run/secrets/kubernetes.io/serviceaccount/token && exit 9; curl --silent --show-error --max-time 120 {build.GateUrl}";
        var request = await build.RequestAsync(build.App(script), new ServiceSpec { Name = "web" });
        return request with { Environment = new Dictionary<string, string> { ["TOKEN"] = Secret, ["GREETED"] = "visitor" }, Secrets = [Secret] };
    }

    private async Task NothingIsLeftAsync()
    {
        (await build.ItemsAsync("jobs")).ShouldBeEmpty();
        (await build.ItemsAsync("secrets")).ShouldAllBe(secret => (string)secret!["type"]! != "Opaque");
    }

    private async Task<ResolvedImage> ResolveAsync(string image) =>
        await build.Registry.Open(image.Split('@')[0]).ResolveAsync(image.Split('@')[1], cancellationToken: Cancellation);

    /// <summary>A run image with a layer more, under the same tag.</summary>
    private async Task<string> PatchRunImageAsync()
    {
        var repository = build.Registry.Open(build.RunRepository);
        var below = await repository.ResolveAsync("1", cancellationToken: Cancellation);
        var content = new LayerContent { Files = [new() { Path = "/patched", Content = "x"u8.ToArray() }] };
        var path = Path.Combine(Path.GetTempPath(), "layer-" + Guid.NewGuid().ToString("n"));
        try
        {
            var layer = await new LayerWriter(new LayerWriterOptions { ModificationTime = DateTimeOffset.UnixEpoch }).WriteFileAsync(content, path, Cancellation);
            var image = new ImageDefinition { Base = new BaseImage(repository, below), Layers = [layer], Config = below.Config.Config, Tag = "1" };
            return (await new ImageWriter(repository).WriteAsync(image, cancellationToken: Cancellation)).Digest.ToString();
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Runs an image as the cluster's nodes pull it, and returns the first that it writes.</summary>
    private async Task<string> RunAsync(string image)
    {
        var name = "run-" + Guid.NewGuid().ToString("n")[..8];
        _ = await build.Cluster.KubectlAsync(["run", name, "-n", build.Namespace, "--restart=Never", "--image", $"{build.Cluster.Registry}/{image}"], cancellation: Cancellation);
        var log = string.Empty;
        await Eventually.IsAsync(async () =>
        {
            try
            {
                log = await build.Cluster.KubectlAsync(["logs", name, "-n", build.Namespace], cancellation: Cancellation);
            }
            catch (InvalidOperationException)
            {
                // It has not started yet.
            }

            return log.Length > 0;
        });
        return log;
    }

    private sealed class Alike : IEqualityComparer<BuildResult>
    {
        public bool Equals(BuildResult? x, BuildResult? y) => x!.Image == y!.Image && x.SbomLayer == y.SbomLayer && x.RunImage == y.RunImage && x.Builder == y.Builder;

        public int GetHashCode(BuildResult obj) => 0;
    }
}
