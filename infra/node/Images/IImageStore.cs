namespace Pipelines.Node.Images;

/// <summary>Images by digest, pulled and unpacked once.</summary>
internal interface IImageStore
{
    /// <summary>Finds or fetches an image.</summary>
    /// <param name="reference">The image, <c>repository@sha256:…</c>.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="ImageUnavailableException">It cannot be fetched or is broken.</exception>
    Task<UnpackedImage> EnsureAsync(string reference, CancellationToken cancellation);

    /// <summary>Fetches the layers of an image that may soon be wanted; does nothing where images do not share layers.</summary>
    /// <param name="reference">The image, <c>repository@sha256:…</c>.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="ImageUnavailableException">It cannot be fetched or is broken.</exception>
    Task PrepareAsync(string reference, CancellationToken cancellation);

    /// <summary>Ceases to keep an image because it was asked for a while ago.</summary>
    /// <param name="reference">The image, <c>repository@sha256:…</c>.</param>
    void Forget(string reference);

    /// <summary>Gets a task that completes when the images that are being fetched are there.</summary>
    Task Idle { get; }

    /// <summary>Removes what images have left that are neither in use nor were asked for within minutes. May die at any moment.</summary>
    /// <param name="inUse">Tells the images in use, by reference; asked again before each removal.</param>
    /// <returns>False where something stayed because an image was being fetched: it may have the same layers.</returns>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be removed.</exception>
    Task<bool> SweepAsync(Func<IEnumerable<string>> inUse);
}
