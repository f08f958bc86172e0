namespace Pipelines.Activities.Edge;

/// <summary>The DNS provider at the platform's edge. Every call is idempotent.</summary>
public interface IEdgeDns
{
    /// <summary>Tells whether the provider keeps the zone that a name belongs to, so that records can be written.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="EdgeException">The provider does not answer, or refuses.</exception>
    Task<bool> CanWriteAsync(string name, CancellationToken cancellation = default);

    /// <summary>Adds a TXT record beside those of the name that are there.</summary>
    /// <param name="name">The name.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="EdgeException">The provider does not answer, or refuses.</exception>
    Task AddTextAsync(string name, string text, CancellationToken cancellation = default);

    /// <summary>Removes a TXT record; no error when it is not there.</summary>
    /// <param name="name">The name.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="EdgeException">The provider does not answer, or refuses.</exception>
    Task RemoveTextAsync(string name, string text, CancellationToken cancellation = default);
}
