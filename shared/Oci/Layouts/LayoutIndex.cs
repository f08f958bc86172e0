namespace Pipelines.Oci;

/// <summary>The index.json of one image layout: the tags, and the manifests without one.</summary>
internal sealed class LayoutIndex(string directory, string uploads)
{
    private const long MaxBytes = 64 << 20;

    private static readonly byte[] LayoutMarker = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();

    private string IndexPath => Path.Combine(directory, "index.json");

    /// <summary>The entry of a tag or digest.</summary>
    public static Descriptor? Find(IReadOnlyList<Descriptor> manifests, string tagOrDigest) =>
        Digest.TryParse(tagOrDigest, out var digest)
            ? manifests.FirstOrDefault(manifest => manifest.Digest == digest)
            : manifests.FirstOrDefault(manifest => TagOf(manifest) == tagOrDigest);

    /// <summary>The tag of an entry.</summary>
    public static string? TagOf(Descriptor manifest) => manifest.Annotations.GetValueOrDefault(Descriptor.RefNameAnnotation);

    /// <summary>The entries with a manifest added: under its tag, which moves to it, or without one.</summary>
    public static IReadOnlyList<Descriptor> Set(IReadOnlyList<Descriptor> manifests, Descriptor manifest, string? tag)
    {
        if (tag is null)
        {
            return manifests.Any(entry => entry.Digest == manifest.Digest) ? manifests : [.. manifests, manifest];
        }

        var tagged = manifest with { Annotations = new Dictionary<string, string> { [Descriptor.RefNameAnnotation] = tag } };
        var existing = Find(manifests, tag);
        if (existing?.Digest == manifest.Digest)
        {
            return manifests;
        }

        // The manifest a tag leaves behind stays listed, by digest: a deployment may still name it so.
        var left = existing is null || manifests.Count(entry => entry.Digest == existing.Digest) > 1
            ? null
            : existing with { Annotations = new Dictionary<string, string>() };
        var others = manifests.Where(entry => TagOf(entry) != tag && !(entry.Digest == manifest.Digest && TagOf(entry) is null));
        return [.. others, .. left is null ? Array.Empty<Descriptor>() : [left], tagged];
    }

    /// <summary>The entries without a tag, or without a manifest and all its tags.</summary>
    public static IReadOnlyList<Descriptor> Remove(IReadOnlyList<Descriptor> manifests, string tagOrDigest)
    {
        if (Digest.TryParse(tagOrDigest, out var digest))
        {
            return manifests.Any(entry => entry.Digest == digest) ? [.. manifests.Where(entry => entry.Digest != digest)] : manifests;
        }

        var existing = Find(manifests, tagOrDigest);
        if (existing is null)
        {
            return manifests;
        }

        var others = manifests.Where(entry => TagOf(entry) != tagOrDigest).ToArray();
        return others.Any(entry => entry.Digest == existing.Digest)
            ? others
            : [.. others, existing with { Annotations = new Dictionary<string, string>() }];
    }

    /// <summary>Reads the index; an empty one when there is none yet.</summary>
    public async Task<ImageIndex> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(IndexPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
            return ImageIndex.Parse(await BoundedContent.ReadAsync(file, MaxBytes, IndexPath, cancellationToken));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ImageIndex { Manifests = [] };
        }
    }

    /// <summary>Changes the entries while no one else does.</summary>
    /// <returns>False when nothing changed.</returns>
    public async Task<bool> ChangeAsync(Func<IReadOnlyList<Descriptor>, IReadOnlyList<Descriptor>> change, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(uploads);
        using var held = await FileLock.AcquireAsync(Path.Combine(directory, ".index.lock"), cancellationToken);
        await WriteMarkerAsync(cancellationToken);
        var index = await ReadAsync(cancellationToken);
        var changed = change(index.Manifests);
        if (ReferenceEquals(changed, index.Manifests))
        {
            return false;
        }

        await WriteAsync("index.json", (index with { Manifests = changed }).ToUtf8Bytes(), cancellationToken);
        return true;
    }

    private async Task WriteMarkerAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(directory, "oci-layout")))
        {
            await WriteAsync("oci-layout", LayoutMarker, cancellationToken);
        }
    }

    private Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(Path.Combine(directory, name), Path.Combine(uploads, name), content, cancellationToken);
}
