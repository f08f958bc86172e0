namespace Pipelines.Oci;

/// <summary>A blob of an image has arrived.</summary>
/// <param name="Blob">The blob.</param>
/// <param name="Outcome">How it came.</param>
/// <param name="Done">How many blobs of the image have arrived, this one included.</param>
/// <param name="Total">How many there are.</param>
public sealed record BlobProgress(Descriptor Blob, BlobOutcome Outcome, int Done, int Total);
