using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Runtimes;
using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds;

/// <summary>Finds the strongest isolation that buildah really manages on this machine: containers of an OCI runtime, else chroot.</summary>
internal sealed class BuildahIsolation(IOptions<BuildOptions> options) : IDisposable
{
    private static readonly string[] Candidates = ["oci", "rootless", "chroot"];
    private readonly BuildOptions options = options.Value;
    private readonly SemaphoreSlim gate = new(1);
    private string? chosen;

    /// <summary>The arguments for <c>buildah build</c>: isolation, network, limits.</summary>
    /// <exception cref="BuildException">None works.</exception>
    public async Task<IReadOnlyList<string>> ArgumentsAsync(Buildah buildah, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            chosen ??= await FindAsync(buildah, cancellation);
            return ArgumentsOf(chosen, buildah);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private string[] ArgumentsOf(string isolation, Buildah buildah)
    {
        string[] network = ["--network", options.Network == SandboxNetwork.Host ? "host" : "none"];
        var memory = options.MemoryBytes.ToString();
        return isolation switch
        {
            "oci" => [.. buildah.RuntimeArguments, .. network, "--memory", memory, "--memory-swap", memory],
            _ => ["--isolation", isolation, .. network],
        };
    }

    private async Task<string> FindAsync(Buildah buildah, CancellationToken cancellation)
    {
        var candidates = options.BuildahIsolation is { } stated ? [stated] : Candidates;
        var context = await MakeContextAsync(cancellation);
        try
        {
            var errors = new List<string>();
            foreach (var candidate in candidates)
            {
                if (await buildah.RunAsync(["build", .. ArgumentsOf(candidate, buildah), "--tag", "localhost/selftest", context], new Dictionary<string, string>(), _ => { }, errors.Add, cancellation) == 0)
                {
                    return candidate;
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
