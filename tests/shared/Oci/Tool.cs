using System.Diagnostics;

namespace Pipelines.Oci.Tests;

/// <summary>A real program that judges what this library does.</summary>
internal static class Tool
{
    public static bool IsInstalled(string name) => Locate(name) is not null;

    public static string Find(string name)
    {
        var path = Locate(name);
        Assert.SkipWhen(path is null, $"{name} is not installed.");
        return path!;
    }

    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(name), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{name} {string.Join(' ', arguments)}: {await error}");
        return await output;
    }

    private static string? Locate(string name)
    {
        var directories = (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':');
        return directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
    }
}
