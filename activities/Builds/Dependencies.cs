using Pipelines.Oci;

namespace Pipelines.Activities.Builds;

/// <summary>Installed dependencies that are kept between builds.</summary>
/// <param name="Directory">Their directory on the host, outside of any workspace.</param>
/// <param name="Name">The name of the directory in the source: node_modules, .venv.</param>
internal sealed record Dependencies(string Directory, string Name)
{
    private const string StampName = "stamp";

    private string Tree => Path.Combine(Directory, Name);

    /// <summary>Gets a value indicating whether they are there whole: the stamp is written last.</summary>
    public bool Exist => File.Exists(Path.Combine(Directory, StampName));

    /// <summary>The layer with the dependencies, written once.</summary>
    public async Task<ImageLayer> LayerAsync(LayerCache layers, int userId, CancellationToken cancellation)
    {
        var stamp = await File.ReadAllTextAsync(Path.Combine(Directory, StampName), cancellation);
        var content = LayerContent.Of(new LayerSource { Path = Tree, Target = $"{Sandboxes.SandboxPaths.Workspace}/{Name}", UserId = userId, GroupId = userId });
        return await layers.GetOrWriteAsync($"dependencies 1 {Name} {stamp}", _ => Task.FromResult(content), cancellation);
    }

    /// <summary>Copies them into a source directory.</summary>
    public Task CopyToAsync(string source, CancellationToken cancellation) => CopyAsync(Tree, source, cancellation);

    /// <summary>Takes what was installed out of a source directory.</summary>
    /// <param name="source">The source directory.</param>
    /// <param name="keepThere">Whether a command after this one still needs them there.</param>
    /// <param name="cancellation">Ends the copying.</param>
    public async Task TakeFromAsync(string source, bool keepThere, CancellationToken cancellation)
    {
        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }

        System.IO.Directory.CreateDirectory(Directory);
        var installed = Path.Combine(source, Name);
        if (keepThere)
        {
            await CopyAsync(installed, Directory, cancellation);
        }
        else
        {
            System.IO.Directory.Move(installed, Tree);
        }

        await File.WriteAllTextAsync(Path.Combine(Directory, StampName), Guid.NewGuid().ToString("n"), cancellation);
    }

    private static async Task CopyAsync(string from, string into, CancellationToken cancellation)
    {
        var command = new Processes.ProcessCommand
        {
            Program = "cp",
            Arguments = ["-a", "--reflink=auto", "--", from, into + "/"],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        };
        var errors = new List<string>();
        if (await Processes.ProcessRunner.RunAsync(command, _ => { }, errors.Add, cancellation) != 0)
        {
            throw new IOException($"Dependencies could not be copied: {string.Join(" / ", errors.Take(3))}");
        }
    }
}
