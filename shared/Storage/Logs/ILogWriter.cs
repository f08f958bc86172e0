namespace Pipelines.Storage.Logs;

/// <summary>Appends lines to one log stream. Safe for concurrent use; never blocks its caller on a slow reader.</summary>
public interface ILogWriter : IAsyncDisposable
{
    /// <summary>Appends a line with the current time; line breaks within it make several lines.</summary>
    void Write(string line);

    /// <summary>Waits until all lines written so far are durable.</summary>
    Task FlushAsync(CancellationToken cancellation = default);
}
