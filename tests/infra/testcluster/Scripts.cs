using System.Diagnostics;
using System.Reflection;

namespace Pipelines.TestClusters;

/// <summary>Runs the scripts of infra/testcluster.</summary>
internal static class Scripts
{
    private static readonly string _directory = Path.GetFullPath(
        typeof(Scripts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "Scripts").Value!);

    private static string Home =>
        Environment.GetEnvironmentVariable("PIPELINES_TESTCLUSTER_HOME") is { Length: > 0 } home ? home
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? Path.Combine(cache, "pipelines", "testcluster")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "pipelines", "testcluster");

    /// <summary>Skips the test where no cluster has been built.</summary>
    public static void RequireBuilt() =>
        Assert.SkipUnless(File.Exists(Path.Combine(Home, "bin", ".complete")), "the test cluster is not built on this machine: infra/testcluster/build");

    /// <summary>Tells where a cluster's state lies.</summary>
    public static string State(string name) => Path.Combine(Home, "clusters", name);

    /// <summary>Runs a script that must succeed, and returns what it prints.</summary>
    public static async Task<string> RunAsync(string script, string[] arguments, CancellationToken cancellation)
    {
        var (code, output, error) = await TryAsync(script, arguments, cancellation);
        return code == 0 ? output : throw new InvalidOperationException($"{script} {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>Runs a program that must succeed, and returns what it prints.</summary>
    public static async Task<string> RunProgramAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var (code, output, error) = await StartAsync(new ProcessStartInfo(program, arguments), cancellation);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>Runs a script, whatever becomes of it.</summary>
    public static Task<(int Code, string Output, string Error)> TryAsync(string script, string[] arguments, CancellationToken cancellation, string? home = null)
    {
        var start = new ProcessStartInfo(Path.Combine(_directory, script), arguments);
        if (home is not null)
        {
            start.Environment["PIPELINES_TESTCLUSTER_HOME"] = home;
        }

        return StartAsync(start, cancellation);
    }

    private static async Task<(int Code, string Output, string Error)> StartAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output, await error);
    }
}
