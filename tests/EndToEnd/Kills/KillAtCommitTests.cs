using System.Diagnostics;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Kills;

/// <summary>
/// The control plane is killed (SIGKILL) right after its k-th commit to persistent storage and started again: nothing about
/// the outcome may depend on k. See <see cref="KillPoints"/> for the command that tries every k.
/// </summary>
public sealed class KillAtCommitTests(SharedPlatform shared)
{
    private const int Never = int.MaxValue;
    private const int FirstDeploymentPoints = 5;
    private const int RollbackPoints = 3;
    private const string FirstPage = "Your first deployment works.";
    private static readonly TimeSpan s_probation = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task FirstDeployment()
    {
        var warm = await WarmAsync();
        var (commits, expected) = await DeployFirstAsync(warm, Never, expected: null);
        var points = KillPoints.Of(commits, FirstDeploymentPoints);
        var killed = 0;
        foreach (var point in points)
        {
            var (seen, _) = await DeployFirstAsync(warm, point, expected);
            killed += seen == point ? 1 : 0;
        }

        Report("first deployment", commits, points, killed);
    }

    [Fact]
    public async Task DeploymentThatMustRollBack()
    {
        var warm = await WarmAsync();
        await using var platform = await PlatformProcess.StartAsync(new PlatformSetup { CanKillAtCommits = true, LayersOf = warm, Probation = s_probation });
        platform.KeepRunning();
        var (commits, expected) = await RollBackAsync(platform, Never, expected: null);
        var points = KillPoints.Of(commits, RollbackPoints);
        var killed = 0;
        foreach (var point in points)
        {
            var (seen, _) = await RollBackAsync(platform, point, expected);
            killed += seen == point ? 1 : 0;
        }

        Report("rollback", commits, points, killed);
    }

    /// <summary>From an empty data directory: a token, a platform, an app.</summary>
    private static async Task<(int Commits, Footprint Footprint)> DeployFirstAsync(PlatformProcess warm, int killAt, Footprint? expected)
    {
        var began = Stopwatch.GetTimestamp();
        await using var platform = PlatformProcess.Prepare(new PlatformSetup { CanKillAtCommits = true, LayersOf = warm, Probation = s_probation });
        platform.KillAtCommit(killAt);
        platform.Start();
        platform.KeepRunning();
        await using var app = new TestApp(platform);
        var first = await app.CreateAsync();
        await app.WaitForPhaseAsync(first, "ACTIVE");
        await WaitForTheEndAsync(platform, app);

        var deployment = (await platform.Api.ListDeploymentsAsync(app.Id)).ShouldHaveSingleItem(await app.TellAsync(first));
        ((string)deployment["id"]!).ShouldBe(first);
        ((string)deployment["phase"]!).ShouldBe("ACTIVE");
        ((string)(await platform.Api.GetAppAsync(app.Id))["active_deployment"]!["id"]!).ShouldBe(first);
        (await app.GetAsync()).ShouldContain(FirstPage);
        var image = (await Story.ReadAsync(platform, app, first)).Images.ShouldHaveSingleItem();
        image.ShouldEndWith("@" + Footprint.ImageDigests(platform, app).ShouldHaveSingleItem());
        return await CheckAsync(platform, app, killAt, expected, began);
    }

    /// <summary>A release that serves, then one that crashes.</summary>
    private static async Task<(int Commits, Footprint Footprint)> RollBackAsync(PlatformProcess platform, int killAt, Footprint? expected)
    {
        var began = Stopwatch.GetTimestamp();
        await using var app = new TestApp(platform);
        var first = await app.CreateAndWaitAsync();
        await app.WaitUntilSettledAsync(first);
        _ = app.Repository.Write("server.js", "console.error('cannot start'); process.exit(7);");
        platform.KillAtCommit(killAt);
        _ = await app.DeployAsync();
        await app.WaitForAutoRollbackAsync();
        await app.WaitUntilSettledAsync(first);
        await WaitForTheEndAsync(platform, app);

        (await app.GetAsync()).ShouldContain(FirstPage);
        await CheckRolledBackAsync(platform, app, first);
        return await CheckAsync(platform, app, killAt, expected, began);
    }

    private static async Task CheckRolledBackAsync(PlatformProcess platform, TestApp app, string first)
    {
        // A client that was cut off asks again: that may be a second deployment, with the same end.
        var deployments = await platform.Api.ListDeploymentsAsync(app.Id);
        var told = await app.TellAsync(null);
        var rollbacks = deployments.Where(each => (string)each["cause_details"]!["type"]! == "AUTO_ROLLBACK").ToList();
        var failed = deployments.Where(each => (string)each["phase"]! == "ERROR").ToList();
        failed.Count.ShouldBeInRange(1, 2, told);
        rollbacks.Count.ShouldBe(failed.Count, told);
        deployments.Count(each => (string)each["phase"]! == "ACTIVE").ShouldBe(1, told);
        ((string)rollbacks[0]["phase"]!).ShouldBe("ACTIVE", told);
        ((string)rollbacks[0]["id"]!).ShouldBe((string)(await platform.Api.GetAppAsync(app.Id))["active_deployment"]!["id"]!, told);
        foreach (var deployment in failed)
        {
            var story = await Story.ReadAsync(platform, app, (string)deployment["id"]!);
            story.Reason.ShouldBe("DeployContainerExitNonZero", told);
            story.ExitCode.ShouldBe(7, told);
            story.LastLines.ShouldContain(line => line.Contains("cannot start"), told);
        }

        deployments[^1]["id"]!.GetValue<string>().ShouldBe(first);
    }

    private static async Task<(int Commits, Footprint Footprint)> CheckAsync(PlatformProcess platform, TestApp app, int killAt, Footprint? expected, long began)
    {
        Footprint? found = null;
        await Eventually.BeAsync(
            async () => (found = await Footprint.OfAsync(platform, app)) == (expected ?? found),
            "nothing is orphaned",
            TimeSpan.FromSeconds(60),
            async () => $"expected {expected}\nfound {found}\n{string.Join('\n', Leftovers.Processes(platform.Data))}\n{string.Join('\n', Leftovers.OfInstances(platform.Data))}\n{string.Join('\n', Leftovers.OfBuilds(platform.Data))}\n{await app.TellAsync(null)}");
        var footprint = found.ShouldNotBeNull();
        footprint.Processes.ShouldBeGreaterThan(2);
        footprint.Namespaces.ShouldBeGreaterThan(0);
        footprint.BuildEntries.ShouldBe(0);
        footprint.Releases.ShouldBe(1);
        footprint.Instances.ShouldBe(1);
        footprint.Images.ShouldBeInRange(1, 2);
        var commits = platform.Commits();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"killed at {(killAt == Never ? "none" : killAt)}: {commits.Count} commits, the last to {(commits.Count > 0 ? commits[^1] : "none")}; {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        return (commits.Count, footprint);
    }

    /// <summary>Waits until the kill has come and the platform has recovered, or no further commit comes.</summary>
    private static async Task WaitForTheEndAsync(PlatformProcess platform, TestApp app)
    {
        var seen = -1;
        var since = Stopwatch.GetTimestamp();
        await Eventually.BeAsync(
            () =>
            {
                if (platform.Commits().Count is var count && count != seen)
                {
                    (seen, since) = (count, Stopwatch.GetTimestamp());
                }

                return !platform.IsKillPending || Stopwatch.GetElapsedTime(since) > s_quiet;
            },
            "the platform comes to rest",
            s_limit,
            platform.TellAsync);
        platform.CancelKill();
        await platform.WaitUntilReadyAsync();
        await app.WaitUntilSettledAsync();
    }

    // The layers of the language's runtime are made once per machine, outside of what is measured here.
    private async Task<PlatformProcess> WarmAsync()
    {
        var warm = await shared.GetAsync();
        await using var app = new TestApp(warm);
        _ = await app.CreateAndWaitAsync();
        return warm;
    }

    private static void Report(string what, int commits, IReadOnlyList<int> points, int killed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {commits} commits without a kill, killed {killed} times at {string.Join(' ', points)}");

        // Commits are grouped by time: a run may have a few less than the one that was counted.
        killed.ShouldBeGreaterThanOrEqualTo(points.Count * 3 / 4);
    }
}
