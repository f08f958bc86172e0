using System.Net;

namespace Pipelines.Activities.Source;

/// <summary>Finds the addresses of hosts.</summary>
internal interface INameResolver
{
    /// <summary>Finds all addresses of a host.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There is no such host.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation);
}
