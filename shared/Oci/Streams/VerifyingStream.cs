using System.Security.Cryptography;

namespace Pipelines.Oci;

/// <summary>Reads content and throws at its end when it is not what its digest, or its size, says.</summary>
internal sealed class VerifyingStream(Stream source, Digest expected, long? expectedSize, string what) : ReadOnlyStream(source)
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long read;
    private bool verified;

    protected override void Account(ReadOnlySpan<byte> block)
    {
        read += block.Length;
        if (read > expectedSize)
        {
            throw new InvalidImageException($"{what} is longer than the {expectedSize} bytes it should have.");
        }

        if (!block.IsEmpty)
        {
            hash.AppendData(block);
            return;
        }

        if (!verified)
        {
            Verify();
            verified = true;
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

    private void Verify()
    {
        if (expectedSize is { } size && read != size)
        {
            throw new InvalidImageException($"{what} has {read} bytes instead of {size}.");
        }

        var actual = Digest.FromHash(hash.GetCurrentHash());
        if (actual != expected)
        {
            throw new InvalidImageException($"{what} should have the digest {expected} but has {actual}.");
        }
    }
}
