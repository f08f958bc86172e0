using System.Net;

namespace Pipelines.Oci;

/// <summary>One OCI image layout: oci-layout, index.json and blobs/sha256.</summary>
internal sealed class LayoutRepository : IImageRepository
{
    private const int BufferSize = 1 << 17;

    private readonly string directory;
    private readonly LayoutIndex index;
    private readonly TimeProvider timeProvider;

    public LayoutRepository(string root, string name, TimeProvider timeProvider)
    {
        Registry = root;
        Name = name;
        this.timeProvider = timeProvider;
        directory = Path.Combine(root, name);
        index = new LayoutIndex(directory, Uploads);
    }

    public string Registry { get; }

    public string Name { get; }

    private string Uploads => Path.Combine(directory, ".uploads");

    public Task<bool> ExistsAsync(Digest digest, CancellationToken cancellationToken = default) =>
        Task.FromResult(File.Exists(BlobPath(digest)));

    public Task<Stream> OpenBlobAsync(Digest digest, CancellationToken cancellationToken = default) =>
        Task.FromResult<Stream>(OpenVerified(digest));

    public async Task PushBlobAsync(Descriptor descriptor, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken = default)
    {
        var path = BlobPath(descriptor.Digest);
        if (new FileInfo(path) is { Exists: true } existing && existing.Length == descriptor.Size)
        {
            return;
        }

        PrepareDirectories();
        await using var content = new VerifyingStream(await open(cancellationToken), descriptor.Digest, descriptor.Size, $"The blob {descriptor.Digest}");
        var temporary = NewUpload();
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, BufferSize, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            AtomicFile.Publish(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public Task<bool> TryMountAsync(Digest digest, string fromRepository, CancellationToken cancellationToken = default)
    {
        ImageReference.ValidateRepository(fromRepository);
        if (File.Exists(BlobPath(digest)))
        {
            return Task.FromResult(true);
        }

        var source = BlobPath(Path.Combine(Registry, fromRepository), digest);
        return Task.FromResult(File.Exists(source) && TryLink(source, digest));
    }

    public async Task<StoredManifest?> GetManifestAsync(string tagOrDigest, CancellationToken cancellationToken = default)
    {
        var listed = (await index.ReadAsync(cancellationToken)).Manifests;
        var entry = LayoutIndex.Find(listed, tagOrDigest);
        if (entry is null && !Digest.TryParse(tagOrDigest, out _))
        {
            return null;
        }

        var digest = entry?.Digest ?? Digest.Parse(tagOrDigest);
        if (!File.Exists(BlobPath(digest)))
        {
            return entry is null ? null : throw new InvalidImageException($"The layout {directory} lists the manifest {digest} but does not hold it.");
        }

        await using var blob = OpenVerified(digest);
        var content = await BoundedContent.ReadAsync(blob, ManifestDocument.MaxBytes, $"The manifest {digest}", cancellationToken);
        var mediaType = string.IsNullOrEmpty(entry?.MediaType) ? ManifestDocument.MediaTypeOf(content) : entry.MediaType;
        return new StoredManifest(new Descriptor { MediaType = mediaType, Digest = digest, Size = content.Length }, content);
    }

    public async Task<Descriptor> PutManifestAsync(ReadOnlyMemory<byte> content, string mediaType, string? tag = null, CancellationToken cancellationToken = default)
    {
        ManifestDocument.Validate(content.Length, tag);
        var descriptor = Descriptor.Of(content.Span, mediaType);
        PrepareDirectories();
        var path = BlobPath(descriptor.Digest);
        if (new FileInfo(path) is not { Exists: true } existing || existing.Length != content.Length)
        {
            await AtomicFile.WriteAsync(path, NewUpload(), content, cancellationToken);
        }

        await index.ChangeAsync(manifests => LayoutIndex.Set(manifests, descriptor, tag), cancellationToken);
        return descriptor;
    }

    public async Task<IReadOnlyList<string>> ListTagsAsync(CancellationToken cancellationToken = default)
    {
        var manifests = (await index.ReadAsync(cancellationToken)).Manifests;
        return [.. manifests.Select(LayoutIndex.TagOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    public async Task<bool> DeleteManifestAsync(string tagOrDigest, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(directory))
        {
            return false;
        }

        var removed = await index.ChangeAsync(manifests => LayoutIndex.Remove(manifests, tagOrDigest), cancellationToken);
        if (Digest.TryParse(tagOrDigest, out var digest) && removed)
        {
            File.Delete(BlobPath(digest));
        }

        return removed;
    }

    public async Task CollectAsync(CancellationToken cancellationToken = default)
    {
        var blobs = Path.Combine(directory, "blobs", "sha256");
        if (Directory.Exists(blobs))
        {
            await LayoutSweep.RunAsync(this, (await index.ReadAsync(cancellationToken)).Manifests, blobs, cancellationToken);
        }
    }

    public Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
            ImageStorageMeter.RecordCommit();
        }

        // The folders that the name made, as far as no other repository shares them.
        for (var parent = Path.GetDirectoryName(directory); parent is not null && parent.Length > Registry.Length && IsEmpty(parent); parent = Path.GetDirectoryName(parent))
        {
            Directory.Delete(parent);
        }

        return Task.CompletedTask;
    }

    private static bool IsEmpty(string parent) => Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any();

    private static string BlobPath(string layout, Digest digest) => Path.Combine(layout, "blobs", "sha256", digest.Hex);

    private string BlobPath(Digest digest) => BlobPath(directory, digest);

    private string NewUpload() => Path.Combine(Uploads, Guid.NewGuid().ToString("n"));

    private VerifyingStream OpenVerified(Digest digest)
    {
        try
        {
            var file = new FileStream(BlobPath(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return new VerifyingStream(file, digest, null, $"The blob {digest}");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RegistryException($"There is no blob {digest} in {directory}.", HttpStatusCode.NotFound, "BLOB_UNKNOWN", exception);
        }
    }

    private bool TryLink(string source, Digest digest)
    {
        PrepareDirectories();
        var temporary = NewUpload();
        try
        {
            LibC.CreateHardLink(source, temporary);
            AtomicFile.Publish(temporary, BlobPath(digest));

            // rename(2) between two names of one file does nothing: another task had linked it first.
            File.Delete(temporary);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void PrepareDirectories()
    {
        Directory.CreateDirectory(Path.Combine(directory, "blobs", "sha256"));
        if (Directory.Exists(Uploads))
        {
            RemoveAbandonedUploads();
        }
        else
        {
            Directory.CreateDirectory(Uploads);
        }
    }

    // A day is longer than any upload takes: what is older was left by a process that died.
    private void RemoveAbandonedUploads()
    {
        var limit = timeProvider.GetUtcNow().UtcDateTime - TimeSpan.FromDays(1);
        foreach (var upload in new DirectoryInfo(Uploads).EnumerateFiles())
        {
            if (upload.LastWriteTimeUtc < limit)
            {
                upload.Delete();
            }
        }
    }
}
