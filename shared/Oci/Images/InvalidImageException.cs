namespace Pipelines.Oci;

/// <summary>
/// An image, or a part of one, breaks a rule of the OCI image specification or a limit of this platform: a document
/// that does not parse, content that does not have its digest, an archive that leaves its root or grows too large.
/// Trying again with the same content fails again.
/// </summary>
public sealed class InvalidImageException : IOException
{
    /// <summary>Says what is wrong with the image.</summary>
    public InvalidImageException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong with the image and what showed it.</summary>
    public InvalidImageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
