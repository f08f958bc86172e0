using System.Text;
using Pipelines.Activities.Builds.Runtimes;
using Pipelines.Oci;
using Pipelines.TestClusters;

namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>
/// The builder image and the Dockerfile builder of the tests, made of this machine's own programs and of the scripts beside
/// this file, and pushed once per process: there is no network to pull the real ones from.
/// </summary>
internal sealed record BuilderImages(string Builder, string Kaniko)
{
    private const string Repository = "tests/builders";
    private const UnixFileMode Executable = (UnixFileMode)0x1ED;
    private const UnixFileMode Plain = (UnixFileMode)0x1A4;
    private static readonly Lock Gate = new();
    private static Task<BuilderImages>? made;

    /// <summary>The user that the builder image is for.</summary>
    public const int UserId = 1001;

    public static Task<BuilderImages> MakeAsync(TestCluster cluster)
    {
        lock (Gate)
        {
            return made ??= Task.Run(() => MakeAsync(cluster.Registry));
        }
    }

    private static async Task<BuilderImages> MakeAsync(string registry)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3.11") && File.Exists("/usr/bin/curl"), "python3 or curl is not installed (apt: python3, curl)");
        using var client = new RegistryClient(new RegistryOptions { Registry = registry });
        var repository = client.Open(Repository);
        var writer = new LayerWriter(new LayerWriterOptions { ModificationTime = DateTimeOffset.UnixEpoch });
        var directory = Directory.CreateTempSubdirectory("pipelines-builder-images-").FullName;
        try
        {
            var machine = await writer.WriteFileAsync(BaseSystem.Content(await MachineAsync()), Path.Combine(directory, "machine"), CancellationToken.None);
            var lifecycle = await writer.WriteFileAsync(Lifecycle(), Path.Combine(directory, "lifecycle"), CancellationToken.None);
            var kaniko = await writer.WriteFileAsync(Executor(), Path.Combine(directory, "kaniko"), CancellationToken.None);
            var builder = await PushAsync(repository, [machine, lifecycle], new ContainerConfig { User = $"{UserId}:1000", Env = ["PATH=/usr/bin:/bin", $"CNB_USER_ID={UserId}", "CNB_GROUP_ID=1000"] });
            var executor = await PushAsync(repository, [machine, kaniko], new ContainerConfig { Env = ["PATH=/usr/bin:/bin"] });
            return new($"{registry}/{Repository}@{builder}", $"{registry}/{Repository}@{executor}");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<MachineClosure> MachineAsync()
    {
        var closure = await BaseSystem.CollectAsync(CancellationToken.None);
        string[] programs = ["/usr/bin/python3", "/usr/bin/curl", "/usr/bin/tar", "/usr/bin/awk", "/usr/bin/gawk", "/usr/bin/mawk"];
        var present = programs.Where(File.Exists).ToList();
        var modules = Directory.EnumerateFiles("/usr/lib/python3.11/lib-dynload", "*.so").ToList();
        foreach (var path in (string[])[.. present, "/usr/bin/python3.11", "/usr/lib/python3.11", .. await SharedLibraries.OfAsync([.. present, .. modules], CancellationToken.None)])
        {
            closure.Add(path);
        }

        return closure;
    }

    private static LayerContent Lifecycle()
    {
        var files = Scripts("lifecycle").Where(script => !script.EndsWith(".py", StringComparison.Ordinal)).Select(script => FileOf(script, "/cnb/lifecycle/" + Path.GetFileName(script), Executable));
        var buildpacks = Scripts("buildpacks").Where(script => Path.GetFileName(script) != "order.toml");
        return new()
        {
            Files =
            [
                .. files,
                .. Library("/cnb/lifecycle/lib", "lifecycle/lifecycle.py"),
                .. buildpacks.Select(script => FileOf(script, "/cnb/buildpacks/" + Path.GetRelativePath(PathOf("buildpacks"), script).Replace("/programs/", "/bin/", StringComparison.Ordinal), Executable)),
                FileOf(PathOf("buildpacks/order.toml"), "/cnb/order.toml", Plain),
                new() { Path = "/cnb/run.toml", Content = Encoding.UTF8.GetBytes("[[images]]\nimage = \"127.0.0.1:1/none\"\n") },
            ],
        };
    }

    private static LayerContent Executor() => new()
    {
        Files = [FileOf(PathOf("kaniko/executor"), "/kaniko/executor", Executable), .. Library("/kaniko/lib", "kaniko/executor.py")],
    };

    private static IEnumerable<LayerFile> Library(string directory, string program) =>
        ((string[])["registry.py", "flags.py", program]).Select(script => FileOf(PathOf(script), $"{directory}/{Path.GetFileName(script)}", Plain));

    private static LayerFile FileOf(string script, string path, UnixFileMode mode) => new() { Path = path, Content = File.ReadAllBytes(script), Mode = mode };

    private static IEnumerable<string> Scripts(string directory) => Directory.EnumerateFiles(PathOf(directory), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string PathOf(string script) => Path.Combine(AppContext.BaseDirectory, "Builds", "Kubernetes", "Images", script);

    private static async Task<Digest> PushAsync(IImageRepository repository, IReadOnlyList<ImageLayer> layers, ContainerConfig config) =>
        (await new ImageWriter(repository).WriteAsync(new ImageDefinition { Layers = layers, Config = config })).Digest;
}
