using System.Globalization;
using System.Text;
using Pipelines.Clusters;
using Pipelines.Node.Shells;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>Real shells in real containers, through the node's own protocol.</summary>
public sealed class ShellTests
{
    private const string Sleeper = "trap 'exit 0' TERM; while true; do sleep 0.2; done";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("runc")]
    [InlineData("runsc")]
    [InlineData("process")]
    public async Task A_shell_has_a_terminal_the_environment_and_an_exit_code(string runtime)
    {
        await using var node = await TestNode.StartAsync(runtime);
        var instance = await StartAsync(node);
        await using var shell = await node.Cluster.OpenShellAsync(new ShellRequest("term", instance, new TerminalSize(101, 31)), Cancellation);
        var screen = new Screen(shell);
        await screen.TypeAsync("stty size; echo \"[$VERSION:$SECRET:$TERM]\"\r");
        await screen.UntilAsync("31 101");
        await screen.UntilAsync("[v1:s3cr3t-value:xterm-256color]");

        await shell.ResizeAsync(new TerminalSize(77, 22), Cancellation);
        await screen.UntilAsync("22 77", again: "stty size\r");

        await InterruptAsync(screen);
        (await screen.ReadToEndAsync()).ShouldBeTrue();
        shell.ExitCode.ShouldBe(7);
    }

    [Fact]
    public async Task Keys_interrupt_though_the_node_was_started_in_the_background_of_a_script()
    {
        var script = Path.Combine(Directory.CreateTempSubdirectory("plt-").FullName, "node");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\ntrap '' INT QUIT\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Pipelines.Node.dll")}'\n", Cancellation);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var node = await TestNode.StartAsync("process", change: options => options with { NodePath = script });
        var instance = await StartAsync(node);
        await using var shell = await node.Cluster.OpenShellAsync(new ShellRequest("term", instance, TerminalSize.Usual), Cancellation);
        await InterruptAsync(new Screen(shell));
        Directory.Delete(Path.GetDirectoryName(script)!, recursive: true);
    }

    [Fact]
    public async Task Bytes_come_through_as_they_are_and_a_reader_that_waits_holds_up_the_shell()
    {
        await using var node = await TestNode.StartAsync();
        var instance = await StartAsync(node);
        await using var shell = await node.Cluster.OpenShellAsync(new ShellRequest("term", instance, TerminalSize.Usual), Cancellation);
        var screen = new Screen(shell);
        await screen.TypeAsync("stty raw -echo; printf 'READ''Y'; head -c 256 | od -An -v -tu1 | tr -d ' \\n'; printf END\r");
        await screen.UntilAsync("READY");
        await shell.WriteAsync(Enumerable.Range(0, 256).Select(value => (byte)value).ToArray(), Cancellation);
        await screen.UntilAsync(string.Concat(Enumerable.Range(0, 256)) + "END");

        await screen.TypeAsync("stty sane\r");
        await screen.TypeAsync("/bin/yes held-up-4713\r");
        await screen.UntilAsync("held-up-4713\r\nheld-up-4713");
        var (before, quiet) = (-1L, 0);
        await Eventually.BeAsync(
            () =>
            {
                var written = Written("/bin/yes held-up-4713");
                (quiet, before) = (written == before ? quiet + 1 : 0, written);
                return quiet == 25;
            },
            "it waits to be read");
        before.ShouldBeLessThan(8 << 20);
        await screen.TypeAsync("\u0003");
        await screen.TypeAsync("echo go''on\r");
        await screen.UntilAsync("goon\r\n");
    }

    [Fact]
    public async Task A_client_that_goes_ends_what_runs_at_its_terminal()
    {
        await using var node = await TestNode.StartAsync();
        var instance = await StartAsync(node);
        var shell = await node.Cluster.OpenShellAsync(new ShellRequest("term", instance, TerminalSize.Usual), Cancellation);
        var screen = new Screen(shell);
        await screen.TypeAsync("trap '' HUP; /bin/sleep 4711 & /bin/sleep 4712\r");
        await Eventually.BeAsync(() => CommandLines().Any(line => line.Contains("sleep 4712", StringComparison.Ordinal)), "it runs");
        await shell.DisposeAsync();
        await Eventually.BeAsync(() => !CommandLines().Any(line => line.Contains("sleep 471", StringComparison.Ordinal)), "it is ended");
        await Eventually.BeAsync(() => Directory.GetFileSystemEntries(Path.Combine(node.Data, "shells")).Length == 0, "nothing is left of it");
        (await node.Cluster.ListInstancesAsync("term", Cancellation)).ShouldHaveSingleItem().Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task An_instance_that_ends_ends_its_shells_and_what_cannot_be_opened_is_said()
    {
        await using var node = await TestNode.StartAsync();
        var instance = await StartAsync(node);
        await using var shell = await node.Cluster.OpenShellAsync(new ShellRequest("term", instance, TerminalSize.Usual), Cancellation);
        var screen = new Screen(shell);
        await screen.TypeAsync("echo up\r");
        await screen.UntilAsync("up\r\n");
        (await Should.ThrowAsync<ShellException>(() => node.Cluster.OpenShellAsync(new ShellRequest("term", "worker-0", TerminalSize.Usual), Cancellation)))
            .Failure.ShouldBe(ShellFailure.NoInstance);

        await screen.TypeAsync("rm /bin/sh\r");
        await Eventually.BeAsync(async () => (await FailureAsync(node, instance)) == ShellFailure.NoShell, "the image has no shell any more");
        await node.Cluster.DeleteAppAsync("term", Cancellation);
        _ = await screen.ReadToEndAsync();
        (await FailureAsync(node, instance)).ShouldBe(ShellFailure.NoInstance);
    }

    [Fact]
    public async Task No_more_shells_are_open_than_may_be()
    {
        await using var node = await TestNode.StartAsync("process");
        var instance = await StartAsync(node);
        var shells = new List<IShellSession>();
        for (var i = 0; i < ShellHost.Most; i++)
        {
            shells.Add(await node.Cluster.OpenShellAsync(new ShellRequest("term", instance, TerminalSize.Usual), Cancellation));
        }

        (await FailureAsync(node, instance)).ShouldBe(ShellFailure.TooMany);
        await shells[0].DisposeAsync();
        await Eventually.BeAsync(async () => await FailureAsync(node, instance) is null, "there is room again");
        foreach (var shell in shells)
        {
            await shell.DisposeAsync();
        }
    }

    // Not ended by it but interrupted: the terminal makes a signal of the key, for what runs in the foreground only.
    private static async Task InterruptAsync(Screen screen)
    {
        await screen.TypeAsync("sh -c 'echo run''ning; exec sleep 1000'\r");
        await screen.UntilAsync("running\r\n");
        await screen.TypeAsync("\u0003");
        await screen.TypeAsync("echo still; exit 7\r");
        await screen.UntilAsync("still\r\n");
    }

    private static async Task<string> StartAsync(TestNode node)
    {
        _ = await node.DeployAsync(node.Release("term", "r1", node.Worker(Sleeper)), route: false);
        return (await node.Cluster.ListInstancesAsync("term", Cancellation)).Single().Name;
    }

    private static async Task<ShellFailure?> FailureAsync(TestNode node, string instance)
    {
        try
        {
            await using var shell = await node.Cluster.OpenShellAsync(new ShellRequest("term", instance, TerminalSize.Usual), Cancellation);
            return null;
        }
        catch (ShellException exception)
        {
            return exception.Failure;
        }
    }

    // How much a process has written, by the kernel's own count.
    private static long Written(string commandLine)
    {
        var process = Directory.EnumerateDirectories("/proc").First(directory => CommandLine(directory).StartsWith(commandLine, StringComparison.Ordinal));
        return long.Parse(File.ReadLines($"{process}/io").First(line => line.StartsWith("wchar: ", StringComparison.Ordinal)).AsSpan(7), CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> CommandLines() => Directory.EnumerateDirectories("/proc").Select(CommandLine);

    private static string CommandLine(string directory)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(directory)[0]) ? File.ReadAllText($"{directory}/cmdline").Replace('\0', ' ') : string.Empty;
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    /// <summary>What a terminal has shown so far.</summary>
    private sealed class Screen(IShellSession shell)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
        private readonly StringBuilder text = new();
        private readonly byte[] buffer = new byte[4096];
        private Task<int>? reading;

        public string Text => text.ToString();

        public ValueTask TypeAsync(string typed) => shell.WriteAsync(Encoding.UTF8.GetBytes(typed), Cancellation);

        /// <summary>Waits until a text was shown; what was shown before is forgotten.</summary>
        public async Task UntilAsync(string wanted, string? again = null)
        {
            using var limit = new CancellationTokenSource(Patience);
            using var timer = new PeriodicTimer(Pause);
            int at;
            while ((at = Text.IndexOf(wanted, StringComparison.Ordinal)) < 0)
            {
                if (again is not null)
                {
                    await TypeAsync(again);
                    _ = await timer.WaitForNextTickAsync(limit.Token);
                }

                try
                {
                    (await ReadAsync(limit.Token)).ShouldBeTrue($"it ended at: {Text}");
                }
                catch (OperationCanceledException exception)
                {
                    throw new TimeoutException($"\"{wanted}\" was not shown but: {Text}", exception);
                }
            }

            text.Remove(0, at + wanted.Length);
        }

        public async Task<bool> ReadToEndAsync()
        {
            using var limit = new CancellationTokenSource(Patience);
            while (await ReadAsync(limit.Token))
            {
                // On.
            }

            return true;
        }

        private async Task<bool> ReadAsync(CancellationToken limit)
        {
            reading ??= shell.ReadAsync(buffer, Cancellation).AsTask();
            var read = await reading.WaitAsync(limit);
            reading = null;
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            return read > 0;
        }
    }
}
