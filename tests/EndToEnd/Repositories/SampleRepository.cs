using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Repositories;

/// <summary>A git repository made of a sample application.</summary>
internal sealed class SampleRepository : IDisposable
{
    private SampleRepository(string path) => Location = path;

    public string Url => "file://" + Location;

    public string Location { get; }

    /// <summary>Gets the newest commit.</summary>
    public string Revision => Git("rev-parse", "HEAD");

    /// <summary>Makes a repository of a few files: name and content.</summary>
    public static SampleRepository Of(params (string Name, string Content)[] files)
    {
        var repository = new SampleRepository(Directory.CreateTempSubdirectory("plr-").FullName);
        foreach (var (name, content) in files)
        {
            File.WriteAllText(Path.Combine(repository.Location, name), content);
        }

        return repository.Begin();
    }

    public static SampleRepository Create(string sample)
    {
        var repository = new SampleRepository(Directory.CreateTempSubdirectory("plr-").FullName);
        _ = Programs.Run("cp", "--recursive", Path.Combine(Artifacts.Samples, sample) + "/.", repository.Location);
        foreach (var output in (string[])["bin", "obj"])
        {
            _ = Programs.Run("rm", "-rf", Path.Combine(repository.Location, output));
        }

        return repository.Begin();
    }

    /// <summary>Replaces a file and commits.</summary>
    public SampleRepository Write(string file, string content)
    {
        File.WriteAllText(Path.Combine(Location, file), content);
        _ = Commit();
        return this;
    }

    /// <summary>Replaces a text within a file and commits.</summary>
    public SampleRepository Replace(string file, string text, string replacement)
    {
        var content = File.ReadAllText(Path.Combine(Location, file));
        content.ShouldContain(text);
        return Write(file, content.Replace(text, replacement, StringComparison.Ordinal));
    }

    /// <summary>Takes the repository away: who looks for it finds nothing.</summary>
    public void Remove() => Directory.Delete(Location, recursive: true);

    public void Dispose()
    {
        if (Directory.Exists(Location))
        {
            Remove();
        }
    }

    private SampleRepository Begin()
    {
        _ = Git("init", "--quiet", "--initial-branch=main");
        _ = Commit();
        return this;
    }

    private string Commit()
    {
        _ = Git("add", "--all");
        _ = Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message=Change something");
        return Revision;
    }

    private string Git(params string[] arguments) => Programs.Run("git", ["-C", Location, .. arguments]);
}
