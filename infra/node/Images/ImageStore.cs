using Pipelines.Node.Runtimes;
using Pipelines.Node.State;
using Pipelines.Oci;

namespace Pipelines.Node.Images;

/// <summary>Pulls images from the configured registry by digest and unpacks each layer once.</summary>
internal sealed partial class ImageStore(NodePaths paths, NodeRuntime runtime, IImageRegistry? registry, TimeProvider time) : IImageStore
{
    private const string Partial = ".partial";
    private readonly SingleFlight<string, UnpackedImage> images = new();
    private readonly LayerStore layers = new(paths.Layers);
    private readonly ImageUses uses = new(time);

    public Task Idle => uses.Idle;

    private string Merged => Path.Combine(paths.Layers, "merged");

    public async Task<UnpackedImage> EnsureAsync(string reference, CancellationToken cancellation)
    {
        try
        {
            return await images.RunAsync(reference, () => FetchAsync(reference)).WaitAsync(cancellation);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ImageUnavailableException))
        {
            throw new ImageUnavailableException($"Image {reference}: {exception.Message}", exception);
        }
    }

    public Task PrepareAsync(string reference, CancellationToken cancellation) =>
        runtime.Overlay ? EnsureAsync(reference, cancellation) : Task.CompletedTask;

    private async Task<UnpackedImage> FetchAsync(string reference)
    {
        var (repository, digest) = Parse(reference);

        // From here on no layer goes that is looked for and found below.
        using var fetch = uses.Begin(digest);
        if (Recall(digest) is { } known && runtime.Overlay && layers.Find(known) is { } directories)
        {
            return new UnpackedImage(directories, known.Config);
        }

        var source = (registry ?? throw new ImageUnavailableException("The node has no registry configured to pull images from.")).Open(repository);
        var image = await source.ResolveAsync(digest.ToString());
        var unpacked = runtime.Overlay
            ? await layers.UnpackAsync(source, image)
            : [await MergeAsync(source, image)];
        AtomicFile.WriteBytes(ConfigFile(digest), image.Config.ToUtf8Bytes());
        return new UnpackedImage(unpacked, image.Config.Config);
    }

    private static (string Repository, Digest Digest) Parse(string reference)
    {
        var at = reference.LastIndexOf('@');
        return at > 0 && Digest.TryParse(reference[(at + 1)..], out var digest)
            ? (WithoutRegistry(reference[..at]), digest)
            : throw new ImageUnavailableException($"'{reference}' does not name an image by digest.");
    }

    // The node pulls from the registry it was given, whatever host a reference names.
    private static string WithoutRegistry(string name) =>
        ImageReference.IsRepository(name) || !ImageReference.TryParse(name, out var parsed) ? name : parsed.Repository;

    /// <summary>Finds the config of an image that was here before, so that a restart needs no registry.</summary>
    private ImageConfig? Recall(Digest digest)
    {
        try
        {
            return ImageConfig.Parse(File.ReadAllBytes(ConfigFile(digest)));
        }
        catch (Exception exception) when (exception is IOException or InvalidImageException)
        {
            return null;
        }
    }

    private async Task<string> MergeAsync(IImageRepository source, ResolvedImage image)
    {
        var merged = Path.Combine(Merged, image.Digest.Hex);
        if (!Directory.Exists(merged))
        {
            var partial = $"{merged}.{Guid.NewGuid():N}{Partial}";
            await new ImageUnpacker().UnpackAsync(source, image, partial);
            Directory.Move(partial, merged);
        }

        return merged;
    }

    private string ConfigFile(Digest digest) => Path.Combine(paths.Images, digest.Hex + ".json");
}
