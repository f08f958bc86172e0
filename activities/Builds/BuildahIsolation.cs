using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Runtimes;
using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds;

/// <summary>Finds the strongest isolation that buildah really manages on this machine: containers of an OCI runtime, else chroot.</summary>
internal sealed class BuildahIsolation(IOptions<BuildOptions> options) : IDisposable
{
    private static readonly string[][] Candidates = [["--isolation", "oci", "--runtime", "runc"], ["--isolation", "oci", "--runtime", "crun"], ["--isolation", "rootless"], ["--isolation", "chroot"]];
    private readonly BuildOptions options = options.Value;
    private readonly SemaphoreSlim gate = new(1);
    private IReadOnlyList<string>? chosen;

    /// <summary>The arguments for <c>buildah build</c>: isolation, network, limits.</summary>
    /// <exception cref="BuildException">None works.</exception>
    public async Task<IReadOnlyList<string>> ArgumentsAsync(Buildah buildah, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            return chosen ??= await FindAsync(buildah, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<IReadOnlyList<string>> FindAsync(Buildah buildah, CancellationToken cancellation)
    {
        string[] network = ["--network", options.Network == SandboxNetwork.Host ? "host" : "none"];
        var candidates = options.BuildahIsolation is { } stated ? [["--isolation", stated]] : Candidates;
        var context = await MakeContextAsync(cancellation);
        try
        {
            var errors = new List<string>();
            foreach (var candidate in candidates)
            {
                string[] limits = candidate.Contains("chroot") ? [] : ["--memory", options.MemoryBytes.ToString(), "--memory-swap", options.MemoryBytes.ToString()];
                string[] arguments = [.. candidate, .. network, .. limits];
                if (await buildah.RunAsync(["build", .. arguments, "--tag", "localhost/selftest", context], new Dictionary<string, string>(), _ => { }, errors.Add, cancellation) == 0)
                {
                    return arguments;
                }
            }

            throw new BuildException(ReasonCodes.BuildJobFailed, $"buildah cannot run commands on this machine: {errors.LastOrDefault()}");
        }
        finally
        {
            Directory.Delete(context, recursive: true);
        }
    }

    /// <summary>A Dockerfile that runs this machine's shell, so that nothing has to be pulled.</summary>
    private async Task<string> MakeContextAsync(CancellationToken cancellation)
    {
        var context = Directory.CreateDirectory(Path.Combine(options.DataDirectory, $"buildah-selftest-{Guid.NewGuid():n}")).FullName;
        foreach (var file in (string[])["/bin/sh", .. await SharedLibraries.OfAsync(["/bin/sh"], cancellation)])
        {
            var copy = $"{context}/root{file}";
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await File.WriteAllTextAsync(Path.Combine(context, "Dockerfile"), "FROM scratch\nCOPY root/ /\nRUN [\"/bin/sh\", \"-c\", \"echo works\"]\n", cancellation);
        return context;
    }
}
