namespace Pipelines.Node.Images;

/// <summary>Images by digest, pulled and unpacked once.</summary>
internal interface IImageStore
{
    /// <summary>Finds or fetches an image.</summary>
    /// <param name="reference">The image, <c>repository@sha256:…</c>.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="ImageUnavailableException">It cannot be fetched or is broken.</exception>
    Task<UnpackedImage> EnsureAsync(string reference, CancellationToken cancellation);
}
