using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pipelines.Storage.Blobs;

namespace Pipelines.Activities.Tests.Doubles;

/// <summary>Blobs in memory.</summary>
internal sealed class MemoryBlobStore : IBlobStore
{
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellation = default) =>
        Task.FromResult<Stream?>(Blobs.TryGetValue(name, out var content) ? new MemoryStream(content, writable: false) : null);

    public Task<BlobProperties?> GetPropertiesAsync(string name, CancellationToken cancellation = default) =>
        Task.FromResult(Blobs.TryGetValue(name, out var content) ? new BlobProperties(content.Length, "1", DateTimeOffset.UnixEpoch) : null);

    public async Task WriteAsync(string name, Stream content, CancellationToken cancellation = default)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        Blobs[name] = copy.ToArray();
    }

    public Task DeleteAsync(string name, CancellationToken cancellation = default)
    {
        Blobs.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        foreach (var name in Blobs.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            yield return name;
        }
    }
}
