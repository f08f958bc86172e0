using System.Diagnostics;
using Pipelines.EndToEnd.Kills;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Kubernetes;

/// <summary>
/// The control plane is killed (SIGKILL) right after its k-th commit during a deployment to the cluster and started again:
/// nothing about the outcome may depend on k. See <see cref="KillPoints"/> for the command that tries every k.
/// </summary>
public sealed class KubernetesKillTests
{
    private const int Never = int.MaxValue;
    private const string ObjectTypes = "deployments,replicasets,services,secrets,configmaps,jobs,networkpolicies,serviceaccounts,horizontalpodautoscalers,poddisruptionbudgets";
    private static readonly TimeSpan s_probation = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task FirstDeploymentAndARedeploy()
    {
        Assert.SkipUnless(KillPoints.IsSweep, "It takes minutes: PIPELINES_TEST_SWEEP=all (or a number of kills) runs it.");
        var setup = new PlatformSetup { Cluster = await ClusterView.RequireAsync(), CanKillAtCommits = true, Probation = s_probation };
        await using var platform = await PlatformProcess.StartAsync(setup);
        platform.KeepRunning();
        var (commits, expected) = await DeployTwiceAsync(platform, Never);
        var points = KillPoints.Of(commits, commits);
        var killed = 0;
        foreach (var point in points)
        {
            var (seen, found) = await DeployTwiceAsync(platform, point);
            found.ShouldBe(expected, $"killed at commit {point}");
            killed += seen == point ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{commits} commits without a kill, killed {killed} times at {string.Join(' ', points)}");
        killed.ShouldBeGreaterThanOrEqualTo(points.Count * 3 / 4);
    }

    /// <summary>Deploys a new app and then a change of it.</summary>
    /// <returns>The commits that were made, and what there is at the end: pods, and objects by type.</returns>
    private static async Task<(int Commits, string Objects)> DeployTwiceAsync(PlatformProcess platform, int killAt)
    {
        var began = Stopwatch.GetTimestamp();
        await using var app = new TestApp(platform);
        platform.KillAtCommit(killAt);
        var first = await app.CreateAsync();
        await app.WaitForPhaseAsync(first, "ACTIVE");
        await app.WaitUntilSettledAsync(first);
        _ = app.Repository.Replace("page.html", "Your first deployment works.", "This is the second release.");
        var second = await app.DeployAsync();
        await app.WaitForPhaseAsync(second, "ACTIVE");
        await app.WaitUntilSettledAsync(second);
        var commits = platform.Commits();
        platform.CancelKill();
        await platform.WaitUntilReadyAsync();
        await app.WaitUntilSettledAsync(second);

        (await app.GetAsync()).ShouldContain("This is the second release.");
        var cluster = platform.Cluster.ShouldNotBeNull();
        await Eventually.BeAsync(async () => await platform.CountInstancesAsync(app.Id) == 1, "one pod is left", s_limit, () => app.TellAsync(second));
        var objects = (await cluster.ListAsync(app.Id, ObjectTypes)).GroupBy(name => name.Split('/')[0]).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"killed at {(killAt == Never ? "none" : killAt)}: {commits.Count} commits; {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        return (commits.Count, string.Join(", ", objects));
    }
}
