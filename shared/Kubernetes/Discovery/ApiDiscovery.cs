using Microsoft.Extensions.Logging;
using Pipelines.Kubernetes.Requests;

namespace Pipelines.Kubernetes.Discovery;

/// <summary>Finds out what a cluster serves, and remembers it for a while.</summary>
internal sealed partial class ApiDiscovery(ApiRequests requests, KubernetesLimits limits, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan IncompleteLifetime = TimeSpan.FromSeconds(30);

    private readonly ILogger logger = logger;
    private readonly SemaphoreSlim one = new(1, 1);
    private volatile KnownCatalog? known;

    /// <summary>Tells what the cluster serves.</summary>
    public async Task<ApiCatalog> GetAsync(CancellationToken cancellation) => (await GetAsync(long.MinValue, cancellation)).Catalog;

    /// <summary>Finds the type that a manifest names; asks again when what is known has it not.</summary>
    /// <returns>Null when the cluster does not serve it.</returns>
    public async Task<ResourceType?> FindAsync(string group, string kind, string version, CancellationToken cancellation)
    {
        var asked = time.GetTimestamp();
        var found = (await GetAsync(cancellation)).Find(group, kind, version);
        return found ?? (await GetAsync(asked, cancellation)).Catalog.Find(group, kind, version);
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    // What was asked for before the given moment does not count.
    private async Task<KnownCatalog> GetAsync(long notBefore, CancellationToken cancellation)
    {
        if (known is { } fresh && IsFresh(fresh, notBefore))
        {
            return fresh;
        }

        await one.WaitAsync(cancellation);
        try
        {
            return known is { } made && IsFresh(made, notBefore) ? made : known = await ReadAsync(cancellation);
        }
        finally
        {
            one.Release();
        }
    }

    private bool IsFresh(KnownCatalog catalog, long notBefore) =>
        catalog.Read >= notBefore && time.GetElapsedTime(catalog.Read) < (catalog.IsComplete ? limits.CatalogLifetime : IncompleteLifetime);

    private async Task<KnownCatalog> ReadAsync(CancellationToken cancellation)
    {
        var read = time.GetTimestamp();
        var version = await requests.ReadAsync(Request("version"), cancellation);
        var core = await requests.ReadAsync(Request("api"), cancellation);
        var groups = await requests.ReadAsync(Request("apis"), cancellation);
        var served = DiscoveryDocuments.Core(core).Concat(DiscoveryDocuments.Groups(groups)).ToArray();
        var types = new IReadOnlyList<ResourceType>?[served.Length];
        await Parallel.ForAsync(0, served.Length, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation }, async (index, token) =>
            types[index] = await TypesAsync(served[index], token));
        return new KnownCatalog(
            new ApiCatalog((string?)version["gitVersion"] ?? string.Empty, [.. types.SelectMany(some => some ?? [])]),
            types.All(some => some is not null),
            read);
    }

    // One API service that is down must not hide the others: null then.
    private async Task<IReadOnlyList<ResourceType>?> TypesAsync(ServedVersion served, CancellationToken cancellation)
    {
        try
        {
            var answer = await requests.ReadAsync(Request(served.Path) with { Retry = TimeSpan.FromSeconds(2) }, cancellation);
            return DiscoveryDocuments.Types(answer, served);
        }
        catch (KubernetesException exception) when (served.Group.Length > 0)
        {
            LogMissing(served.Path, exception.Message);
            return null;
        }
    }

    private static ApiRequest Request(string path) => new(HttpMethod.Get, path, $"discover {path}");

    private sealed record KnownCatalog(ApiCatalog Catalog, bool IsComplete, long Read);
}
