using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Source;

/// <summary>Decides which repositories may be reached, and at which network address.</summary>
internal sealed class RepositoryPolicy(IOptions<GitSourceOptions> options, INameResolver names)
{
    private readonly GitSourceOptions options = options.Value;

    /// <summary>Checks an address.</summary>
    /// <returns>The network addresses git must use and no other; empty when any is as good.</returns>
    /// <exception cref="SourceException">The address is refused.</exception>
    public async Task<IReadOnlyList<IPAddress>> AdmitAsync(RepositoryAddress address, CancellationToken cancellation)
    {
        if (address.Scheme == RepositoryScheme.Local)
        {
            AdmitLocal(address);
            return [];
        }

        if (address.Scheme == RepositoryScheme.Http && !(options.AllowPrivateNetworks && IsLoopback(address.Host)))
        {
            throw new SourceException($"The repository '{address}' is addressed by http, which anyone on the way can read and change: use https.");
        }

        return options.AllowPrivateNetworks ? [] : await AdmitPublicAsync(address, cancellation);
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var literal) && IPAddress.IsLoopback(literal));

    private void AdmitLocal(RepositoryAddress address)
    {
        if (!options.AllowLocalRepositories)
        {
            throw new SourceException($"The repository '{address}' is a directory of this machine; {GitSourceOptions.Section}:{nameof(GitSourceOptions.AllowLocalRepositories)} does not allow that.");
        }

        if (!Directory.Exists(address.Path))
        {
            throw new SourceException($"There is no directory '{address.Path}' for the repository.");
        }
    }

    private async Task<IReadOnlyList<IPAddress>> AdmitPublicAsync(RepositoryAddress address, CancellationToken cancellation)
    {
        IPAddress[] found;
        try
        {
            found = await names.ResolveAsync(address.Host.Trim('[', ']'), cancellation);
        }
        catch (SocketException problem)
        {
            throw new SourceException($"The host of the repository '{address}' could not be found.", transient: true, problem);
        }

        // One private address among several is refused too: the next answer may hold only that one.
        return found.Length > 0 && found.All(PublicNetworks.Contains)
            ? found
            : throw new SourceException($"The host of the repository '{address}' is in a private network; {GitSourceOptions.Section}:{nameof(GitSourceOptions.AllowPrivateNetworks)} does not allow that.");
    }
}
