namespace Pipelines.TestClusters;

/// <summary>The scripts themselves: real control planes, brought up and taken down as a person does.</summary>
public sealed class ControlPlanesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoByNameLiveSideBySideOneComesBackAndNothingStays()
    {
        Scripts.RequireBuilt();
        string[] names = [NewName(), NewName()];
        try
        {
            var kubeconfigs = await Task.WhenAll(names.Select(UpAsync));
            (await UpAsync(names[0])).ShouldBe(kubeconfigs[0], "up already, it is only named");

            await KubectlAsync(kubeconfigs[0], "create", "namespace", "only-here");
            (await KubectlAsync(kubeconfigs[0], "get", "namespaces", "--output=name")).ShouldContain("only-here");
            (await KubectlAsync(kubeconfigs[1], "get", "namespaces", "--output=name")).ShouldNotContain("only-here");
            names.ShouldAllBe(name => Processes(name).Any());

            // One that died is cleared away and brought up anew.
            await Scripts.RunProgramAsync("/bin/kill", ["-KILL", (await File.ReadAllTextAsync(Path.Combine(Scripts.State(names[0]), "pid"), Cancellation)).Trim()], Cancellation);
            (await UpAsync(names[0])).ShouldBe(kubeconfigs[0]);
            (await KubectlAsync(kubeconfigs[0], "get", "namespaces", "--output=name")).ShouldNotContain("only-here");
        }
        finally
        {
            await Task.WhenAll(names.Select(name => Scripts.RunAsync("down", [name], Cancellation)));
        }

        names.ShouldAllBe(name => !Directory.Exists(Scripts.State(name)));
        names.SelectMany(Processes).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("up", "../else")]
    [InlineData("up", "--every")]
    [InlineData("down", "A")]
    public async Task WhatIsNoNameIsRefused(string script, string argument)
    {
        var (code, _, error) = await Scripts.TryAsync(script, [argument], Cancellation);
        code.ShouldBe(1);
        error.ShouldContain(argument);
    }

    [Fact]
    public async Task WithoutABuildItSaysWhatToDo()
    {
        var (code, _, error) = await Scripts.TryAsync("up", [], Cancellation, home: "/nonexistent");
        code.ShouldBe(1);
        error.ShouldContain("infra/testcluster/build");
    }

    private static string NewName() => "test-" + Guid.NewGuid().ToString("n")[..8];

    private static async Task<string> UpAsync(string name) => (await Scripts.RunAsync("up", ["--control-plane", name], Cancellation)).Trim();

    private static Task<string> KubectlAsync(string kubeconfig, params string[] arguments) =>
        Scripts.RunProgramAsync("kubectl", ["--kubeconfig", kubeconfig, .. arguments], Cancellation);

    // Whoever has the cluster's directory among its arguments.
    private static IEnumerable<string> Processes(string name) =>
        Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(line => line.Contains(Scripts.State(name) + "/", StringComparison.Ordinal));

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return ""; // no process, or one that has just ended
        }
    }
}
