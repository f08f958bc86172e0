using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pipelines.Benchmarks.Webhooks;

/// <summary>A bare repository with a long branch, whose head moves along it as if it were pushed.</summary>
internal sealed class PushedRepository
{
    private readonly string _path;
    private readonly Lock _lock = new();
    private int _head;

    private PushedRepository(string path, IReadOnlyList<string> commits)
    {
        _path = path;
        Commits = commits;
    }

    /// <summary>Gets the commits, oldest first.</summary>
    public IReadOnlyList<string> Commits { get; }

    /// <summary>Makes it: a static page and a file that changes with each commit.</summary>
    public static async Task<PushedRepository> CreateAsync(string path, int commits, CancellationToken cancellation)
    {
        _ = await GitAsync(path, null, ["init", "--quiet", "--bare", "--initial-branch=main", path], cancellation);
        var import = new StringBuilder();
        for (var i = 0; i < commits; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"<!doctype html><title>{i}</title>\n");
            _ = import.Append(CultureInfo.InvariantCulture, $"commit refs/heads/all\nmark :{i + 1}\ncommitter B <b@localhost> {1_700_000_000 + i} +0000\ndata 1\n{'x'}\n");
            _ = import.Append(i == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"from :{i}\n"));
            _ = import.Append(CultureInfo.InvariantCulture, $"M 100644 inline index.html\ndata {text.Length}\n{text}\n");
        }

        _ = await GitAsync(path, import.ToString(), ["--git-dir=" + path, "fast-import", "--quiet"], cancellation);
        var listed = await GitAsync(path, null, ["--git-dir=" + path, "rev-list", "--reverse", "refs/heads/all"], cancellation);
        var repository = new PushedRepository(path, listed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        repository.Push(0);
        return repository;
    }

    /// <summary>Moves the head to a commit, unless it is further already.</summary>
    public void Push(int index)
    {
        lock (_lock)
        {
            if (index < _head)
            {
                return;
            }

            _head = index;
            var file = Path.Combine(_path, "refs", "heads", "main");
            File.WriteAllText(file + ".new", Commits[index] + "\n");
            File.Move(file + ".new", file, overwrite: true);
        }
    }

    private static async Task<string> GitAsync(string path, string? input, string[] arguments, CancellationToken cancellation)
    {
        _ = Directory.CreateDirectory(path);
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("git cannot be started");
        await git.StandardInput.WriteAsync(input.AsMemory(), cancellation);
        git.StandardInput.Close();
        var output = await git.StandardOutput.ReadToEndAsync(cancellation);
        await git.WaitForExitAsync(cancellation);
        return git.ExitCode == 0 ? output : throw new InvalidOperationException($"git failed with code {git.ExitCode}");
    }
}
