using Pipelines.Storage.Logs;

namespace Pipelines.Storage.Secrets;

/// <summary>Hides secrets in all that is written to a log; the writer it wraps is its own.</summary>
/// <param name="inner">Where the lines go.</param>
/// <param name="redactor">What hides the secrets.</param>
public sealed class RedactingLogWriter(ILogWriter inner, SecretRedactor redactor) : ILogWriter
{
    /// <inheritdoc/>
    public void Write(string line) => inner.Write(redactor.Redact(line));

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellation = default) => inner.FlushAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
