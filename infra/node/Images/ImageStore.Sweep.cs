using Pipelines.Oci;

namespace Pipelines.Node.Images;

/// <content>What removes layers, merged files and configs that nothing has any more.</content>
internal sealed partial class ImageStore
{
    public void Forget(string reference)
    {
        if (DigestOf(reference) is { } image)
        {
            uses.Forget(image);
        }
    }

    public async Task<bool> SweepAsync(Func<IEnumerable<string>> inUse)
    {
        var isEarly = false;
        await layers.RemoveLeftoversAsync();
        var used = LayersOf(Used(inUse));
        foreach (var diffId in layers.List().Where(diffId => used?.Contains(diffId) == false))
        {
            await layers.RemoveAsync(diffId, setAside =>
            {
                var isGone = false;
                isEarly |= uses.IsTooEarlyToRemove(asked => LayersOf([.. Used(inUse), .. asked])?.Contains(diffId) != false, () =>
                {
                    setAside();
                    isGone = true;
                });
                return isGone;
            });
        }

        foreach (var directory in Directory.Exists(Merged) ? Directory.GetDirectories(Merged) : [])
        {
            isEarly |= SweepMerged(directory, inUse);
        }

        // Last: by them it is known which layers an image has.
        foreach (var file in Directory.GetFiles(paths.Images, "*.json"))
        {
            isEarly |= uses.IsTooEarlyToRemove(asked => IsNamed(file, [.. Used(inUse), .. asked]), () => File.Delete(file));
        }

        return !isEarly;
    }

    private bool SweepMerged(string directory, Func<IEnumerable<string>> inUse)
    {
        var aside = directory.EndsWith(Partial, StringComparison.Ordinal) ? directory : $"{directory}.{Guid.NewGuid():N}{Partial}";
        var isGone = false;
        var isEarly = uses.IsTooEarlyToRemove(asked => IsNamed(directory, [.. Used(inUse), .. asked]), () =>
        {
            if (aside != directory)
            {
                Directory.Move(directory, aside);
            }

            isGone = true;
        });
        if (isGone)
        {
            Directory.Delete(aside, recursive: true);
        }

        return isEarly;
    }

    private static List<Digest> Used(Func<IEnumerable<string>> inUse) => [.. inUse().Select(DigestOf).OfType<Digest>()];

    private static Digest? DigestOf(string reference) => Digest.TryParse(reference[(reference.LastIndexOf('@') + 1)..], out var digest) ? digest : null;

    private static bool IsNamed(string path, IEnumerable<Digest> images) =>
        Path.GetFileName(path) is var name && !name.EndsWith(Partial, StringComparison.Ordinal) && images.Any(image => name == image.Hex || name == image.Hex + ".json");

    /// <summary>The layers of images, as far as they were fetched; null where the config of one is damaged, so that it cannot be told.</summary>
    private HashSet<Digest>? LayersOf(IEnumerable<Digest> images)
    {
        var found = new HashSet<Digest>();
        foreach (var image in images.Distinct().Where(image => File.Exists(ConfigFile(image))))
        {
            if (Recall(image) is not { } config)
            {
                return null;
            }

            found.UnionWith(config.RootFileSystem.DiffIds);
        }

        return found;
    }
}
