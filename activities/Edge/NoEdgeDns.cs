namespace Pipelines.Activities.Edge;

/// <summary>No provider: the owners of domains set all records themselves.</summary>
public sealed class NoEdgeDns : IEdgeDns
{
    /// <inheritdoc/>
    public Task<bool> CanWriteAsync(string name, CancellationToken cancellation = default) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task AddTextAsync(string name, string text, CancellationToken cancellation = default) => throw new EdgeException("No DNS provider is configured.");

    /// <inheritdoc/>
    public Task RemoveTextAsync(string name, string text, CancellationToken cancellation = default) => Task.CompletedTask;
}
