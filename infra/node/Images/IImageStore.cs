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
}
