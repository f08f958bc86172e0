namespace Pipelines.Oci;

/// <summary>Counts what is read.</summary>
internal sealed class CountingStream(Stream source) : ReadOnlyStream(source)
{
    /// <summary>How many bytes have been read.</summary>
    public long BytesRead { get; private set; }

    protected override void Account(ReadOnlySpan<byte> block) => BytesRead += block.Length;
}
