using System.Security.Cryptography;

namespace Pipelines.Oci;

/// <summary>
/// The uncompressed archive of a layer on its way to the reader: hashed, and bounded in its length, in its ratio to
/// the compressed form, and in what a single header may take.
/// </summary>
internal sealed class ArchiveStream(Stream source, Func<long> compressedLength, UnpackOptions options) : ReadOnlyStream(source)
{
    // Long names and attributes; the reader holds them in memory.
    private const long MaxHeaderBytes = 1 << 20;
    private const long RatioFloor = 64 << 20;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long read;
    private long headerBytesLeft = long.MaxValue;

    public Digest CurrentDigest => Digest.FromHash(hash.GetCurrentHash());

    /// <summary>From now on a header is read.</summary>
    public void BeginHeader() => headerBytesLeft = MaxHeaderBytes;

    /// <summary>From now on content is read.</summary>
    public void EndHeader() => headerBytesLeft = long.MaxValue;

    protected override int Allow(int wanted) => headerBytesLeft > 0
        ? (int)Math.Min(wanted, headerBytesLeft)
        : throw new InvalidImageException($"An entry's header is longer than {MaxHeaderBytes} bytes.");

    protected override void Account(ReadOnlySpan<byte> block)
    {
        hash.AppendData(block);
        read += block.Length;
        headerBytesLeft -= block.Length;
        if (read > options.MaxBytes)
        {
            throw new InvalidImageException($"The layer is longer than the {options.MaxBytes} bytes allowed.");
        }

        if (read > RatioFloor && read / options.MaxRatio > compressedLength())
        {
            throw new InvalidImageException($"The layer grows to more than {options.MaxRatio} times its compressed length.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
