using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Runtimes;
using Pipelines.Activities.Processes;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds;

/// <summary>Builds Dockerfiles with buildah. Each component has a storage of its own, which is its layer cache as well.</summary>
internal sealed partial class DockerfileBuild(BuildahIsolation isolation, IImageRegistry registry, IOptions<BuildOptions> options)
{
    private const string ImageName = "localhost/built";
    private readonly BuildOptions options = options.Value;

    private string Storages => Path.Combine(options.DataDirectory, "buildah");

    /// <summary>Builds.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="workspace">Holds the source.</param>
    /// <param name="dockerfile">The Dockerfile, relative to the source.</param>
    /// <param name="directory">The build context, relative to the source.</param>
    /// <param name="log">Where output goes.</param>
    /// <param name="cancellation">Stops the build and removes its containers.</param>
    public async Task<BuildResult> BuildAsync(BuildRequest request, BuildWorkspace workspace, string dockerfile, string directory, BuildLog log, CancellationToken cancellation)
    {
        var file = RealPath.Within(workspace.Source, dockerfile) ?? RealPath.Within(Path.Combine(workspace.Source, directory), dockerfile)
            ?? throw new BuildException(ReasonCodes.BuildJobFailed, $"There is no Dockerfile '{dockerfile}' in the repository.");
        var context = RealPath.Within(workspace.Source, directory)
            ?? throw new BuildException(ReasonCodes.BuildJobFailed, $"There is no directory '{directory}' in the repository.");
        CheckInstalled();
        PrivateDirectory.Create(Storages);
        var storage = Path.Combine(Storages, $"{request.AppId}.{request.Component.Name}");
        await using var held = await FileLock.AcquireAsync(storage + ".lock", cancellation);
        var buildah = new Buildah(options.Buildah, storage);
        try
        {
            log.Announce($"buildah build -f {dockerfile}");
            await RunAsync(buildah, await ArgumentsAsync(buildah, request, file, context, cancellation), request.Environment, log, cancellation);
            return await CopyAsync(buildah, request, workspace, log, cancellation);
        }
        finally
        {
            await buildah.RemoveContainersAsync();
        }
    }

    /// <summary>Removes the containers of builds that died with their process.</summary>
    public async Task CleanUpAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(Storages))
        {
            return;
        }

        foreach (var storage in Directory.EnumerateDirectories(Storages))
        {
            cancellation.ThrowIfCancellationRequested();
            if (FileLock.TryAcquire(storage + ".lock") is { } held)
            {
                await using (held)
                {
                    await new Buildah(options.Buildah, storage).RemoveContainersAsync();
                }
            }
        }
    }

    private void CheckInstalled()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Concat(["/usr/bin", "/usr/local/bin"]);
        if (MachinePrograms.Find(options.Buildah, path) is null)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, $"A Dockerfile needs {options.Buildah}, which is not installed on this machine. Install it, or remove dockerfile_path to build with what is detected.");
        }
    }

    private async Task<IReadOnlyList<string>> ArgumentsAsync(Buildah buildah, BuildRequest request, string file, string context, CancellationToken cancellation)
    {
        // Only the names: values come from the environment, where no other user sees them, unless buildah, which runs
        // as the platform, would obey them itself.
        var buildArguments = request.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .SelectMany(variable => (string[])["--build-arg", Buildah.MayInherit(variable.Key) ? variable.Key : $"{variable.Key}={variable.Value}"]);
        return
        [
            "build",
            .. await isolation.ArgumentsAsync(buildah, cancellation),
            "--layers", "--timestamp", "0", "--format", "oci", "--tag", ImageName,
            "--label", "org.opencontainers.image.source=" + request.SourceUrl,
            "--label", "org.opencontainers.image.revision=" + request.Snapshot.Commit,
            .. request.IgnoreCache ? ["--no-cache"] : Array.Empty<string>(),
            .. request.DockerfileTarget is { } target ? ["--target", target] : Array.Empty<string>(),
            .. buildArguments,
            "--file", file,
            context,
        ];
    }

    private static async Task RunAsync(Buildah buildah, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, BuildLog log, CancellationToken cancellation)
    {
        string? error = null;
        var exitCode = await buildah.RunAsync(arguments, environment, line => log.Write(line), line => Note(line), cancellation);
        if (exitCode == 0)
        {
            return;
        }

        var command = ExitStatus().Match(error ?? string.Empty);
        if (command.Success)
        {
            var code = int.Parse(command.Groups["code"].Value);
            throw new BuildException(ReasonCodes.BuildJobExitNonZero, $"A command of the Dockerfile ended with exit code {code}. The lines above in the build log say why.", code);
        }

        throw new BuildException(ReasonCodes.BuildJobFailed, $"The Dockerfile could not be built: {error ?? "buildah ended with exit code " + exitCode}", exitCode);

        void Note(string line)
        {
            log.Write(line);
            error = FailureLine().IsMatch(line) || error is null ? line : error;
        }
    }

    private async Task<BuildResult> CopyAsync(Buildah buildah, BuildRequest request, BuildWorkspace workspace, BuildLog log, CancellationToken cancellation)
    {
        var layouts = Directory.CreateDirectory(Path.Combine(workspace.Directory, "layouts")).FullName;
        await RunAsync(buildah, ["push", "--quiet", ImageName, $"oci:{layouts}/built:latest"], new Dictionary<string, string>(), log, cancellation);
        var image = await new ImageCopier().CopyAsync(new LayoutRegistry(layouts).Open("built"), "latest", registry.Open(request.ImageRepository), cancellationToken: cancellation);
        var name = $"{request.ImageRepository}@{image.Descriptor.Digest}";
        log.Write("Image " + name);
        var port = image.Config.Config.ExposedPorts.Select(exposed => exposed.Split('/')[0]).Select(text => int.TryParse(text, out var number) ? number : 0).FirstOrDefault(number => number > 0);
        return new() { Image = name, HttpPort = port == 0 || request.Component.Kind != ComponentKind.Service ? null : port, Builder = "buildah" };
    }

    [GeneratedRegex(@"exit status (?<code>\d+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ExitStatus();

    [GeneratedRegex("^(?:Error|error|STEP \"RUN)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FailureLine();
}
