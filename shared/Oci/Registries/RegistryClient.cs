using System.Net;

namespace Pipelines.Oci;

/// <summary>
/// A registry reached over the OCI distribution protocol, version 1.1: anonymous, basic and token authentication,
/// uploads in chunks that are resumed, mounting between repositories. Safe for concurrent use.
/// </summary>
public sealed class RegistryClient : IImageRegistry, IDisposable
{
    private readonly HttpClient? owned;
    private readonly RegistryTransport transport;

    /// <summary>Makes a client.</summary>
    /// <param name="options">Which registry, and how to speak to it.</param>
    /// <param name="http">
    /// Sends the requests; not disposed by this. It should neither follow redirects nor have a timeout of its own. One
    /// like that is made, and owned, when null.
    /// </param>
    /// <param name="timeProvider">The clock for retries and the lifetime of tokens.</param>
    /// <exception cref="FormatException">The registry is not <c>host[:port]</c>.</exception>
    public RegistryClient(RegistryOptions options, HttpClient? http = null, TimeProvider? timeProvider = null)
    {
        Registry = ImageReference.Create(options.Registry, "any/name").Registry;
        var address = new Uri($"{SchemeOf(options.Scheme, Registry)}://{Registry}/");
        var clock = timeProvider ?? TimeProvider.System;
        var client = http ?? (owned = CreateClient());
        transport = new RegistryTransport(client, address, new RegistryAuthenticator(client, address, options, clock), options, clock);
    }

    /// <summary>The registry, <c>host[:port]</c>.</summary>
    public string Registry { get; }

    /// <summary>Whether the registry is spoken to without TLS.</summary>
    public bool IsInsecure => transport.Registry.Scheme == Uri.UriSchemeHttp;

    /// <summary>Gets leave to use repositories, for another program such as a build in a sandbox.</summary>
    /// <param name="writable">The repositories it may read and write.</param>
    /// <param name="readable">The repositories it may only read.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="RegistryException">The registry cannot be reached or refuses.</exception>
    public Task<RegistryGrant> GrantAsync(IEnumerable<string> writable, IEnumerable<string> readable, CancellationToken cancellationToken = default)
    {
        var scopes = writable.Select(static repository => $"repository:{repository}:pull,push").Concat(readable.Select(static repository => $"repository:{repository}:pull"));
        return transport.GrantAsync(string.Join(' ', scopes), cancellationToken);
    }

    /// <inheritdoc/>
    public IImageRepository Open(string repository)
    {
        ImageReference.ValidateRepository(repository);
        return new RegistryRepository(transport, Registry, repository);
    }

    /// <inheritdoc/>
    public void Dispose() => owned?.Dispose();

    private static string SchemeOf(RegistryScheme scheme, string host) => scheme switch
    {
        RegistryScheme.Http => Uri.UriSchemeHttp,
        RegistryScheme.Https => Uri.UriSchemeHttps,
        _ => new Uri($"http://{host}/").IsLoopback ? Uri.UriSchemeHttp : Uri.UriSchemeHttps,
    };

    private static HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
