using System.Diagnostics;

namespace Pipelines.Benchmarks.Deployments;

/// <summary>A git repository made of a sample application.</summary>
internal sealed class SampleRepository(string path)
{
    public string Address => "file://" + path;

    public static async Task<SampleRepository> CreateAsync(string sample, string path, CancellationToken cancellation)
    {
        Copy(Path.Combine(Checkout.Find(), "infra", "samples", sample), path);
        return await InitializeAsync(path, cancellation);
    }

    /// <summary>Makes one of some files, by name.</summary>
    public static async Task<SampleRepository> CreateAsync(IReadOnlyDictionary<string, string> files, string path, CancellationToken cancellation)
    {
        _ = Directory.CreateDirectory(path);
        foreach (var (name, content) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(path, name), content, cancellation);
        }

        return await InitializeAsync(path, cancellation);
    }

    /// <summary>Changes the page, as a developer would, and returns the commit's id.</summary>
    public async Task<string> CommitChangeAsync(CancellationToken cancellation)
    {
        await File.AppendAllTextAsync(Path.Combine(path, "page.html"), $"<!-- {Guid.NewGuid():N} -->\n", cancellation);
        await CommitAsync("A change", cancellation);
        return (await GitAsync(["rev-parse", "HEAD"], cancellation)).Trim();
    }

    private static async Task<SampleRepository> InitializeAsync(string path, CancellationToken cancellation)
    {
        var repository = new SampleRepository(path);
        _ = await repository.GitAsync(["init", "--quiet", "--initial-branch=main"], cancellation);
        await repository.CommitAsync("First version", cancellation);
        return repository;
    }

    private async Task CommitAsync(string message, CancellationToken cancellation)
    {
        _ = await GitAsync(["add", "--all"], cancellation);
        _ = await GitAsync(["-c", "user.name=Benchmark", "-c", "user.email=benchmark@localhost", "commit", "--quiet", $"--message={message}"], cancellation);
    }

    private static void Copy(string from, string to)
    {
        _ = Directory.CreateDirectory(to);
        foreach (var directory in Directory.EnumerateDirectories(from))
        {
            Copy(directory, Path.Combine(to, Path.GetFileName(directory)));
        }

        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private async Task<string> GitAsync(string[] arguments, CancellationToken cancellation)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", path, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("git cannot be started");
        var output = await git.StandardOutput.ReadToEndAsync(cancellation);
        await git.WaitForExitAsync(cancellation);
        return git.ExitCode == 0 ? output : throw new InvalidOperationException($"git {arguments[0]} failed with code {git.ExitCode}");
    }
}
