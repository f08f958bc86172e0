namespace Pipelines.Benchmarks.Logs;

/// <summary>A connection by which a log is followed.</summary>
internal interface ILogLink : IDisposable
{
    /// <summary>Gets how it ended; null while it has not.</summary>
    string? End { get; }

    /// <summary>Reads the next line, <c>component timestamp text</c>, which is good until the next is read.</summary>
    /// <returns>Nothing at the end.</returns>
    ValueTask<ReadOnlyMemory<char>> ReadAsync(CancellationToken cancellation);
}
