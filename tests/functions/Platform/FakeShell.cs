using System.Text;
using System.Threading.Channels;
using Pipelines.Clusters;

namespace Pipelines.Functions.Tests.Platform;

/// <summary>A shell that a test plays.</summary>
internal sealed class FakeShell : IShellSession
{
    private readonly Channel<byte[]> _shown = Channel.CreateBounded<byte[]>(1);
    private readonly Channel<byte[]> _typed = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<TerminalSize> _sizes = Channel.CreateUnbounded<TerminalSize>();
    private byte[] _rest = [];

    public int? ExitCode { get; set; }

    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Shows bytes; waits while what was shown before is not taken.</summary>
    public ValueTask ShowAsync(byte[] bytes) => _shown.Writer.WriteAsync(bytes, Cancellation);

    public bool TryShow(byte[] bytes) => _shown.Writer.TryWrite(bytes);

    public void End(int exitCode)
    {
        ExitCode = exitCode;
        _shown.Writer.Complete();
    }

    public ValueTask<byte[]> TypedAsync() => _typed.Reader.ReadAsync(Cancellation);

    public async Task<string> TypedTextAsync() => Encoding.UTF8.GetString(await TypedAsync());

    public ValueTask<TerminalSize> SizeAsync() => _sizes.Reader.ReadAsync(Cancellation);

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (_rest.Length == 0)
        {
            if (!await _shown.Reader.WaitToReadAsync(cancellation))
            {
                return 0;
            }

            _rest = await _shown.Reader.ReadAsync(cancellation);
        }

        var length = Math.Min(buffer.Length, _rest.Length);
        _rest.AsMemory(0, length).CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation = default) => _typed.Writer.WriteAsync(data.ToArray(), cancellation);

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellation = default) => _sizes.Writer.WriteAsync(size, cancellation);

    public ValueTask DisposeAsync()
    {
        _ = Disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
