namespace Pipelines.Node.Images;

/// <summary>An image cannot be fetched or unpacked.</summary>
internal sealed class ImageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
