namespace Pipelines.Oci;

/// <summary>Brings the blobs of one image into a repository by the cheapest way there is, and reports each.</summary>
internal sealed class BlobTransfer(IImageRepository destination, int total, IProgress<BlobProgress>? progress)
{
    private int done;

    /// <summary>Brings a blob of another repository: already there, mounted, or sent.</summary>
    public async Task CopyAsync(IImageRepository source, Descriptor blob, CancellationToken cancellationToken)
    {
        if (await destination.ExistsAsync(blob.Digest, cancellationToken))
        {
            Report(blob, BlobOutcome.Existed);
            return;
        }

        var sameStore = string.Equals(source.Registry, destination.Registry, StringComparison.Ordinal);
        if (sameStore && await destination.TryMountAsync(blob.Digest, source.Name, cancellationToken))
        {
            Report(blob, BlobOutcome.Mounted);
            return;
        }

        await destination.PushBlobAsync(blob, token => source.OpenBlobAsync(blob.Digest, token), cancellationToken);
        Report(blob, BlobOutcome.Sent);
    }

    /// <summary>Brings a blob that is at hand.</summary>
    public async Task PushAsync(Descriptor blob, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        if (await destination.ExistsAsync(blob.Digest, cancellationToken))
        {
            Report(blob, BlobOutcome.Existed);
            return;
        }

        await destination.PushBlobAsync(blob, open, cancellationToken);
        Report(blob, BlobOutcome.Sent);
    }

    private void Report(Descriptor blob, BlobOutcome outcome) =>
        progress?.Report(new BlobProgress(blob, outcome, Interlocked.Increment(ref done), total));
}
