using System.Text.RegularExpressions;
using Pipelines.Activities.Builds.Runtimes;
using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds;

/// <summary>Makes the image of an application: runtime, dependencies, the application itself.</summary>
internal sealed partial class AppImage(IImageRegistry registry, RuntimeLayers runtimes)
{
    private static readonly string[] SystemPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    private static readonly LayerWriter Writer = new(new LayerWriterOptions { ModificationTime = DateTimeOffset.UnixEpoch });

    /// <summary>Writes the image.</summary>
    /// <returns>Its name with its digest.</returns>
    public async Task<string> WriteAsync(
        BuildContext context, DetectedComponent detected, BuildPlan plan, RuntimeImage below, Dependencies? dependencies, CancellationToken cancellation)
    {
        List<ImageLayer> layers = [.. below.Layers];
        if (dependencies is not null)
        {
            layers.Add(await dependencies.LayerAsync(runtimes.Cache, BaseSystem.UserId, cancellation));
        }

        var content = ContentOf(context.Workspace.Source, detected, plan, dependencies?.Name);
        layers.Add(await Writer.WriteFileAsync(content, Path.Combine(context.Workspace.Directory, "app.layer"), cancellation));
        var image = new ImageDefinition { Layers = layers, Config = ConfigOf(context.Request, detected, plan, below) };
        var repository = registry.Open(context.Request.ImageRepository);
        await TakeAsync(below, ImageRepositories.OfRuntime(detected.EnvironmentSlug), repository, cancellation);
        var descriptor = await new ImageWriter(repository).WriteAsync(image, cancellationToken: cancellation);
        context.Log.Write($"Image {context.Request.ImageRepository}@{descriptor.Digest}");
        return $"{context.Request.ImageRepository}@{descriptor.Digest}";
    }

    /// <summary>Takes the layers of the runtime from its own repository where they are there; what is not is written with the rest.</summary>
    private static async Task TakeAsync(RuntimeImage below, string from, IImageRepository repository, CancellationToken cancellation)
    {
        foreach (var layer in below.Layers)
        {
            if (!await repository.ExistsAsync(layer.Descriptor.Digest, cancellation))
            {
                _ = await repository.TryMountAsync(layer.Descriptor.Digest, from, cancellation);
            }
        }
    }

    /// <summary>What of the workspace the application needs: not what only the build needed.</summary>
    private static LayerContent ContentOf(string source, DetectedComponent detected, BuildPlan plan, string? dependencies)
    {
        var all = new LayerSource { Path = source, Target = SandboxPaths.Workspace, UserId = BaseSystem.UserId, GroupId = BaseSystem.UserId };
        if (dependencies is not null)
        {
            return LayerContent.Of(all with { Exclude = [dependencies] });
        }

        return (detected.EnvironmentSlug, plan.BuildsAsDetected) switch
        {
            ("dotnet", true) when OutputDirectory().Match(plan.Build ?? string.Empty) is { Success: true } output => Only(all, output.Groups["directory"].Value),
            ("go", true) => LayerContent.Of(all with { Exclude = ["**/*.go", "go.mod", "go.sum", "vendor"] }),
            ("rust", true) => WithProgram(all with { Exclude = ["target", "**/*.rs", "Cargo.toml", "Cargo.lock"] }, plan.Run!),
            _ => LayerContent.Of(all),
        };
    }

    private static LayerContent Only(LayerSource all, string directory)
    {
        var real = RealPath.Within(all.Path, directory)
            ?? throw new BuildException(ReasonCodes.BuildJobFailed, $"The build made no directory '{directory}'.");
        return LayerContent.Of(all with { Path = real, Target = $"{SandboxPaths.Workspace}/{directory}" });
    }

    private static LayerContent WithProgram(LayerSource all, string run)
    {
        var program = run.Split(' ').Select(word => word.StartsWith("./", StringComparison.Ordinal) ? word[2..] : word).FirstOrDefault(word => word.StartsWith("target/", StringComparison.Ordinal));
        return program is not null && RealPath.Within(all.Path, program) is { } real
            ? new LayerContent { Sources = [all, all with { Path = real, Target = $"{SandboxPaths.Workspace}/{program}", Exclude = [] }] }
            : LayerContent.Of(all with { Exclude = [] });
    }

    private static ContainerConfig ConfigOf(BuildRequest request, DetectedComponent detected, BuildPlan plan, RuntimeImage below)
    {
        string[] path = [.. detected.EnvironmentSlug == "python" ? [BuildEnvironment.VirtualEnvironment + "/bin"] : Array.Empty<string>(), .. below.SearchPath, .. SystemPath];
        var environment = new SortedDictionary<string, string>(below.Environment.ToDictionary(), StringComparer.Ordinal) { ["PATH"] = string.Join(':', path.Distinct()) };
        if (detected.EnvironmentSlug == "node-js")
        {
            environment["NODE_ENV"] = "production";
        }

        var port = request.Component is ServiceSpec service ? service.HttpPort ?? detected.HttpPort : null;
        return new ContainerConfig
        {
            User = $"{BaseSystem.UserId}:{BaseSystem.UserId}",
            ExposedPorts = port is { } number ? [$"{number}/tcp"] : [],
            Env = [.. environment.Select(variable => $"{variable.Key}={variable.Value}")],
            Entrypoint = ["/bin/sh", "-c"],
            Cmd = [plan.Run!],
            WorkingDir = SandboxPaths.Workspace,
            Labels = new Dictionary<string, string>
            {
                ["org.opencontainers.image.source"] = request.SourceUrl,
                ["org.opencontainers.image.revision"] = request.Snapshot.Commit,
            },
        };
    }

    [GeneratedRegex(@"\s-o\s+(?<directory>[A-Za-z0-9._/-]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OutputDirectory();
}
