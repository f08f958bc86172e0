using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.Deployments;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>Writes the layers below applications once, from this machine's files, and keeps them.</summary>
internal sealed class RuntimeLayers(MachineFiles machine, PythonInstallations pythons, IOptions<BuildOptions> options)
{
    private static readonly string[] PythonExcluded =
        ["site-packages", "dist-packages", "test", "tests", "**/tests", "idlelib", "turtledemo", "lib2to3", "config-*", "ensurepip", "**/__pycache__", "tkinter"];

    private readonly LayerCache cache = new(Path.Combine(options.Value.DataDirectory, "layers"), new LayerWriter(new LayerWriterOptions { ModificationTime = DateTimeOffset.UnixEpoch }));
    private readonly ConcurrentDictionary<string, Task<RuntimeImage>> known = new(StringComparer.Ordinal);

    /// <summary>Gets the languages whose layers are worth making beforehand; the first is the bare system below all of them.</summary>
    public static IReadOnlyList<string> WarmSlugs { get; } = ["go", "node-js", "python", "dotnet"];

    /// <summary>Gets the layers written so far, those of dependencies included.</summary>
    public LayerCache Cache => cache;

    /// <summary>The layers for a language.</summary>
    /// <param name="slug">The build environment.</param>
    /// <param name="version">The version asked for; only Python offers a choice.</param>
    /// <param name="cancellation">Ends the wait; the writing goes on for whoever needs it next.</param>
    /// <exception cref="BuildException">The language is not installed on this machine.</exception>
    public async Task<RuntimeImage> ForAsync(string slug, string? version, CancellationToken cancellation)
    {
        var key = slug == "python" ? $"{slug} {pythons.Find(version)?.Path}" : slug;

        // Two that come at once may both make it: the layer cache lets one of them write.
        var image = known.GetOrAdd(key, _ => Task.Run(() => MakeAsync(slug, version, CancellationToken.None)));
        try
        {
            return await image.WaitAsync(cancellation);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            known.TryRemove(KeyValuePair.Create(key, image));
            throw;
        }
    }

    /// <summary>The interpreter for a Python application.</summary>
    /// <exception cref="BuildException">There is none that fits.</exception>
    public string Python(string? version) =>
        pythons.Find(version)?.Path
        ?? throw new BuildException(ReasonCodes.BuildJobFailed, version is null
            ? "Python is not installed on this machine. Install python3, or add a Dockerfile."
            : $"Python {version} is not installed on this machine. Install it, change the version asked for, or add a Dockerfile.");

    private Task<RuntimeImage> MakeAsync(string slug, string? version, CancellationToken cancellation) => slug switch
    {
        "python" => MakePythonAsync(Python(version), cancellation),
        "dotnet" => MakeDotnetAsync(cancellation),
        _ when LanguageToolchain.All.FirstOrDefault(toolchain => toolchain.Slug == slug) is { } toolchain => MakeAsync(toolchain, cancellation),
        _ => MakeBaseAsync(slug, cancellation),
    };

    private async Task<RuntimeImage> MakeBaseAsync(string slug, CancellationToken cancellation) =>
        new() { Name = slug, Layers = [await BaseAsync(cancellation)], Environment = BaseSystem.Environment };

    private async Task<ImageLayer> BaseAsync(CancellationToken cancellation)
    {
        var closure = await BaseSystem.CollectAsync(cancellation);
        return await cache.GetOrWriteAsync("base 1\n" + closure.Fingerprint, _ => Task.FromResult(BaseSystem.Content(closure)), cancellation);
    }

    private async Task<RuntimeImage> MakeAsync(LanguageToolchain toolchain, CancellationToken cancellation)
    {
        var program = MachinePrograms.Find(toolchain.Programs[0], machine.SearchPath)
            ?? throw new BuildException(ReasonCodes.BuildJobFailed, $"This machine has no {toolchain.Programs[0]}, which {toolchain.Slug} needs. Install {toolchain.Package}, or add a Dockerfile.");
        var closure = new MachineClosure();
        var programs = toolchain.Programs.Select(name => MachinePrograms.Find(name, machine.SearchPath)).OfType<string>().ToList();
        programs.ForEach(path => closure.Add(path));
        foreach (var directory in toolchain.Directories)
        {
            closure.AddMatching(directory);
        }

        var modules = closure.Sources.Where(source => Directory.Exists(source.Path)).SelectMany(source => SharedLibraries.In(source.Path));
        return await FinishAsync(toolchain.Slug, program, toolchain.VersionArguments, closure, [.. programs, .. modules], cancellation);
    }

    private async Task<RuntimeImage> MakePythonAsync(string interpreter, CancellationToken cancellation)
    {
        var prefix = Path.GetDirectoryName(Path.GetDirectoryName(interpreter))!;
        var name = Path.GetFileName(interpreter);
        var library = Path.Combine(prefix, "lib", name);
        var closure = new MachineClosure();
        closure.Add(interpreter);
        closure.Add(Path.Combine(prefix, "bin", "python3"));
        closure.Add(Path.Combine(prefix, "bin", "python"));
        closure.Add(library, PythonExcluded);
        var image = await FinishAsync("python", interpreter, ["--version"], closure, [interpreter, .. SharedLibraries.In(Path.Combine(library, "lib-dynload"))], cancellation);
        var compiled = await cache.GetOrWriteAsync(
            $"python compiled 1\n{closure.Fingerprint}",
            _ => Task.FromResult(Compiled(library)),
            cancellation);
        return image with
        {
            Layers = [.. image.Layers, compiled],
            SearchPath = [Path.GetDirectoryName(interpreter)!],
            Environment = new Dictionary<string, string>(image.Environment) { ["PYTHONUNBUFFERED"] = "1" },
        };
    }

    private LayerContent Compiled(string library)
    {
        var staged = Path.Combine(options.Value.DataDirectory, "compiled", Digest.Of(System.Text.Encoding.UTF8.GetBytes(library)).Hex);
        Directory.CreateDirectory(staged);
        CompiledPython.CopyTo(library, staged, path =>
            !path.Contains(".opt-", StringComparison.Ordinal) && !path.Split('/').Any(part => part is "site-packages" or "dist-packages" or "test" or "tests" or "idlelib" or "lib2to3" or "ensurepip" or "turtledemo" or "tkinter"));
        return LayerContent.Of(new LayerSource { Path = staged, Target = library });
    }

    private async Task<RuntimeImage> MakeDotnetAsync(CancellationToken cancellation)
    {
        var program = MachinePrograms.Find("dotnet", machine.SearchPath)
            ?? throw new BuildException(ReasonCodes.BuildJobFailed, "The .NET SDK is not installed on this machine. Install it, or add a Dockerfile.");
        var real = new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program;
        var root = Path.GetDirectoryName(real)!;
        var closure = new MachineClosure();
        closure.Add(program);
        closure.Add(Path.Combine(root, "host"));
        closure.Add(Path.Combine(root, "shared"));
        var image = await FinishAsync("dotnet", program, ["--version"], closure, [real, .. SharedLibraries.In(Path.Combine(root, "shared"))], cancellation);
        return image with
        {
            Environment = new Dictionary<string, string>(image.Environment)
            {
                ["DOTNET_ROOT"] = root,
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
            },
        };
    }

    private async Task<RuntimeImage> FinishAsync(
        string slug, string program, IReadOnlyList<string> versionArguments, MachineClosure closure, IReadOnlyList<string> binaries, CancellationToken cancellation)
    {
        var version = await ProgramVersion.OfAsync(program, versionArguments, cancellation);
        foreach (var shared in await SharedLibraries.OfAsync(binaries, cancellation))
        {
            closure.Add(shared);
        }

        var below = await MakeBaseAsync(slug, cancellation);
        var layer = await cache.GetOrWriteAsync(
            $"{slug} 1 {version}\n{closure.Fingerprint}",
            _ => Task.FromResult(new LayerContent { Sources = [.. closure.Sources] }),
            cancellation);
        return below with { Name = $"{slug} {version}", Layers = [.. below.Layers, layer], SearchPath = [Path.GetDirectoryName(program)!] };
    }
}
