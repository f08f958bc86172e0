namespace Pipelines.Storage.Blobs;

/// <summary>A blob store that others can read from by themselves, with an address the store signed.</summary>
public interface IBlobAddresses
{
    /// <summary>Signs an address at which one blob can be read by plain HTTP, until it ends.</summary>
    /// <param name="name">The blob's name.</param>
    /// <param name="until">When the address ends, UTC.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    Task<Uri> SignAsync(string name, DateTimeOffset until, CancellationToken cancellation = default);
}
