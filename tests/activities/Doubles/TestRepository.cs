using System.Diagnostics;

namespace Pipelines.Activities.Tests.Doubles;

/// <summary>A real git repository.</summary>
internal sealed class TestRepository
{
    public TestRepository(string directory)
    {
        Path = Directory.CreateDirectory(directory).FullName;
        Git("init", "--quiet", "--initial-branch=main");
    }

    public string Path { get; }

    public string Url => "file://" + Path;

    public static string RunGit(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_AUTHOR_DATE"] = "2026-01-02T03:04:05Z";
        start.Environment["GIT_COMMITTER_DATE"] = "2026-01-02T03:04:05Z";
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        git.ExitCode.ShouldBe(0, error);
        return output.Trim();
    }

    public string Git(params string[] arguments) => RunGit(Path, arguments);

    public TestRepository Write(string path, string content)
    {
        var file = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return this;
    }

    public string Commit(string message = "Change something")
    {
        Git("add", "--all", "--force");
        Git("commit", "--quiet", "--allow-empty", "--message", message);
        return Git("rev-parse", "HEAD");
    }
}
