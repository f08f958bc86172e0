namespace Pipelines.Oci;

/// <summary>The next bytes of another stream, which it does not own. A source that ends before is an error.</summary>
internal sealed class LimitedStream(Stream source, long length) : ReadOnlyStream(source, leaveOpen: true)
{
    private long remaining = length;

    public override int Read(Span<byte> buffer) => remaining == 0 ? 0 : base.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        remaining == 0 ? ValueTask.FromResult(0) : base.ReadAsync(buffer, cancellationToken);

    protected override int Allow(int wanted) => (int)Math.Min(wanted, remaining);

    protected override void Account(ReadOnlySpan<byte> block)
    {
        remaining -= block.Length;
        if (block.IsEmpty && remaining > 0)
        {
            throw new InvalidImageException($"The content ended {remaining} bytes too early.");
        }
    }
}
