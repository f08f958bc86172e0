using System.Text;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>Shells in pods of a real cluster.</summary>
public sealed class InstanceShellTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shell_has_a_terminal_and_an_exit_code_and_nothing_is_left_when_its_client_goes()
    {
        await using var app = await AppOnCluster.StartAsync();
        await app.Driver.ApplyAsync(app.Release("r1", app.Worker("while true; do sleep 0.2; done")), Cancellation);
        _ = await app.UntilAsync("r1", ReleaseState.Healthy);
        var pod = (await app.Driver.ListInstancesAsync(app.Id, Cancellation)).Single().Name;

        await using var shell = await app.Driver.OpenShellAsync(new ShellRequest(app.Id, pod, new TerminalSize(101, 31)), Cancellation);
        await shell.WriteAsync("[ -t 0 ] && [ -t 1 ] && echo at a term''inal; echo $TERM; stty size; exit 7\r"u8.ToArray(), Cancellation);
        var shown = await ReadAsync(shell, until: null);
        shown.ShouldContain("at a terminal");
        shown.ShouldContain("31 101");
        shown.ShouldContain("xterm-256color");
        shell.ExitCode.ShouldBe(7);

        var second = await app.Driver.OpenShellAsync(new ShellRequest(app.Id, pod, TerminalSize.Usual), Cancellation);
        await second.WriteAsync("sleep 4711 & sh -c 'echo run''ning; sleep 4712'\r"u8.ToArray(), Cancellation);
        _ = await ReadAsync(second, until: "running\r\n");
        await second.DisposeAsync();
        var listing = await app.Cluster.KubectlAsync(["exec", "-n", "app-" + app.Id, pod, "--", "/bin/sh", "-c", "for each in /proc/[0-9]*; do tr '\\0' ' ' <$each/cmdline; echo; done"], cancellation: Cancellation);
        listing.ShouldNotContain("sleep 471");

        (await Should.ThrowAsync<ShellException>(() => app.Driver.OpenShellAsync(new ShellRequest(app.Id, "../nodes", TerminalSize.Usual), Cancellation))).Failure.ShouldBe(ShellFailure.NoInstance);
        (await Should.ThrowAsync<ShellException>(() => app.Driver.OpenShellAsync(new ShellRequest(app.Id, "web-0", TerminalSize.Usual), Cancellation))).Failure.ShouldBe(ShellFailure.NoInstance);
    }

    [Fact]
    public async Task An_image_without_a_shell_is_told()
    {
        await using var app = await AppOnCluster.StartAsync();
        var pause = await AppOnCluster.ResolveAsync(app.Cluster, "pause");
        await app.Driver.ApplyAsync(app.Release("r1", app.Worker(string.Empty) with { Image = pause, RunCommand = null }), Cancellation);
        _ = await app.UntilAsync("r1", ReleaseState.Healthy);
        var pod = (await app.Driver.ListInstancesAsync(app.Id, Cancellation)).Single().Name;
        (await Should.ThrowAsync<ShellException>(() => app.Driver.OpenShellAsync(new ShellRequest(app.Id, pod, TerminalSize.Usual), Cancellation))).Failure.ShouldBe(ShellFailure.NoShell);
    }

    private static async Task<string> ReadAsync(IShellSession shell, string? until)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(s_patience);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while ((until is null || !text.ToString().Contains(until, StringComparison.Ordinal)) && (read = await shell.ReadAsync(buffer, limit.Token)) > 0)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }
}
