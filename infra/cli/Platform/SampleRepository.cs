using System.Diagnostics;
using System.Text.Json;

namespace Pipelines.Cli.Platform;

/// <summary>A git repository made of a sample application.</summary>
internal sealed class SampleRepository(string name, string source, string path)
{
    public string Name => name;

    public string Path => path;

    /// <summary>Chooses the sample that this machine can build: Node or Python where they are installed, static files otherwise.</summary>
    public static SampleRepository Choose(Installation installation, string dataDirectory)
    {
        var name = IsInstalled("node") ? "node-hello" : IsInstalled("python3") ? "python-hello" : "static-hello";
        return new SampleRepository(name, System.IO.Path.Combine(installation.Samples, name), System.IO.Path.Combine(dataDirectory, "samples", name));
    }

    /// <summary>Makes the repository, or leaves the one that is there.</summary>
    /// <exception cref="CliException">git failed.</exception>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(System.IO.Path.Combine(path, ".git")))
        {
            return;
        }

        CopyDirectory(source, path);
        await GitAsync(cancellation, "init", "--quiet", "--initial-branch=main");
        await GitAsync(cancellation, "add", "--all");
        await GitAsync(cancellation, "-c", "user.name=Pipelines", "-c", "user.email=sample@localhost", "commit", "--quiet", "--message=The sample application");
    }

    public JsonElement Spec()
    {
        var component = new Dictionary<string, object> { ["name"] = "web", ["git"] = new { repo_clone_url = "file://" + path, branch = "main" } };
        return JsonSerializer.SerializeToElement(name == "static-hello"
            ? new Dictionary<string, object> { ["name"] = "hello", ["static_sites"] = new[] { component } }
            : new Dictionary<string, object> { ["name"] = "hello", ["services"] = new[] { component } });
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(directory => directory.Length > 0 && File.Exists(System.IO.Path.Combine(directory, program)));

    private static void CopyDirectory(string from, string to)
    {
        _ = Directory.CreateDirectory(to);
        foreach (var directory in Directory.EnumerateDirectories(from))
        {
            CopyDirectory(directory, System.IO.Path.Combine(to, System.IO.Path.GetFileName(directory)));
        }

        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)), overwrite: true);
        }
    }

    private async Task GitAsync(CancellationToken cancellation, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", path, .. arguments]) { RedirectStandardError = true, UseShellExecute = false })
            ?? throw new CliException("git cannot be started; install it");
        var error = await git.StandardError.ReadToEndAsync(cancellation);
        await git.WaitForExitAsync(cancellation);
        if (git.ExitCode != 0)
        {
            throw new CliException($"git {arguments[0]} failed: {error.Trim()}");
        }
    }
}
