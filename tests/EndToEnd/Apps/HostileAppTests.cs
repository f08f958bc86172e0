using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Apps;

/// <summary>Apps that misbehave end as what they are: with the true reason, the exit code and the last lines, and within bounds.</summary>
public sealed class HostileAppTests(SharedPlatform shared)
{
    private const int MebiByte = 1 << 20;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task NeverListens()
    {
        var (story, _) = await FailAsync("console.log('I do not listen'); setInterval(() => {}, 1000);", app => app.Component["health_check"]!["failure_threshold"] = 3);
        story.Reason.ShouldBe("DeployContainerHealthChecksFailed");
        story.Message!.ShouldContain("8080");
        story.LastLines.ShouldContain(line => line.Contains("I do not listen"));
    }

    [Fact]
    public async Task ExitsAtOnce()
    {
        var (story, _) = await FailAsync("console.error('no database'); process.exit(3);");
        story.Reason.ShouldBe("DeployContainerExitNonZero");
        story.ExitCode.ShouldBe(3);
        story.LastLines.ShouldContain(line => line.Contains("no database"));
    }

    [Fact]
    public async Task CommandThatIsNotThere()
    {
        var (story, _) = await FailAsync("", app => app.Component["run_command"] = "/no/such/program");
        story.Reason.ShouldBe("ContainerCommandNotExecutable");
    }

    [Fact]
    public async Task NeedsMoreMemoryThanItHas()
    {
        var (story, _) = await FailAsync("const all = []; for (;;) { all.push(Buffer.alloc(16 << 20, 1)); }");
        story.Reason.ShouldBe("ContainerOutOfMemory");
    }

    [Fact]
    public async Task BuildThatFails()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        _ = app.Repository.Write("build.js", "console.error('a semicolon is missing'); process.exit(5);");
        var deployment = await app.CreateAsync();
        await app.WaitForPhaseAsync(deployment, "ERROR");

        var story = await Story.ReadAsync(platform, app, deployment);
        story.Reason.ShouldBe("BuildJobExitNonZero");
        story.ExitCode.ShouldBe(5);
        story.LastLines.ShouldContain(line => line.Contains("a semicolon is missing"));
        Leftovers.OfBuilds(platform.Data).ShouldBeEmpty();
    }

    [Fact]
    public async Task IgnoresSigTerm_IsKilledAfterItsGracePeriod()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        _ = app.Repository.Write("server.js", "process.on('SIGTERM', () => console.log('no')); require('node:http').createServer((request, response) => response.end('stubborn\\n')).listen(process.env.PORT);");
        var first = await app.CreateAndWaitAsync();
        (await app.GetAsync()).ShouldBe("stubborn\n");
        _ = app.Repository.Replace("server.js", "stubborn", "changed");
        var second = await app.DeployAsync();
        await app.WaitForPhaseAsync(second, "ACTIVE");

        await app.WaitUntilSettledAsync(second);
        (await platform.Node.InstancesAsync(app.Id)).ShouldHaveSingleItem()!["releaseId"]!.GetValue<string>().ShouldNotBe(first);
        (await app.GetAsync()).ShouldBe("changed\n");
    }

    [Fact]
    public async Task WritesHugeLogs_TheyAreBounded()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        _ = app.Repository.Write("build.js", "const line = 'b'.repeat(1000) + '\\n'; for (let each = 0; each < 40000; each++) { require('node:fs').writeSync(1, line); }");
        _ = app.Repository.Write("server.js", """
            const line = 'r'.repeat(100000) + '\n';
            let left = 600;
            const write = () => { if (left-- > 0) { process.stdout.write(line, write); } else { console.log('written'); } };
            require('node:http').createServer((request, response) => response.end(left < 0 ? 'written' : 'writing')).listen(process.env.PORT, write);
            """);
        var deployment = await app.CreateAndWaitAsync();
        await Eventually.BeAsync(async () => await app.GetAsync() == "written", "60 MB are written", s_limit, () => app.TellAsync(deployment));

        await Eventually.BeAsync(() => SizeOf(Path.Combine(platform.Data, "node", "logs")) < 30 * MebiByte, "what the instance wrote is cut", s_limit, () => app.TellAsync(deployment));
        SizeOf(Path.Combine(platform.Data, "logs", app.Id)).ShouldBeLessThan(30 * MebiByte);
    }

    private async Task<(Story Story, JsonObject Deployment)> FailAsync(string server, Action<TestApp>? change = null)
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        change?.Invoke(app);
        _ = app.Repository.Write("server.js", server);
        var deployment = await app.CreateAsync();
        var ended = await app.WaitForPhaseAsync(deployment, "ERROR");
        ((int)ended["progress"]!["error_steps"]!).ShouldBeGreaterThan(0);
        var story = await Story.ReadAsync(platform, app, deployment);
        await Eventually.BeAsync(async () => (await platform.Node.InstancesAsync(app.Id)).Count == 0, "the failed release is retired", s_limit, () => app.TellAsync(deployment));
        return (story, ended);
    }

    // What it takes on the disk: the node frees the beginning of a file without moving its end.
    private static long SizeOf(string directory) =>
        long.Parse(Programs.Run("du", "--summarize", "--block-size=1", directory).Split('\t')[0], CultureInfo.InvariantCulture);
}
