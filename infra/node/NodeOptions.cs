namespace Pipelines.Node;

/// <summary>The node's configuration: command line (<c>--data …</c>) or environment (<c>PIPELINES_NODE_DATA</c>).</summary>
internal sealed record NodeOptions
{
    /// <summary>Gets the directory that holds everything the node knows; its path must leave room for a socket's name (100 bytes).</summary>
    public string Data { get; init; } = string.Empty;

    /// <summary>Gets the URL the ingress listens on, by the address of an interface; <c>0.0.0.0</c> stands for all of them.</summary>
    public string Ingress { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Gets the URL at which the ingress listens over TLS, <c>https://0.0.0.0:443</c>; empty for not at all.</summary>
    public string IngressHttps { get; init; } = string.Empty;

    /// <summary>Gets the port at which visitors reach that, where it is not the one listened at; 0 where it is.</summary>
    public int PublicHttpsPort { get; init; }

    /// <summary>
    /// Gets the proxies in front of the ingress whose <c>X-Forwarded-…</c> headers are believed: addresses and networks,
    /// separated by commas, or <c>none</c>.
    /// </summary>
    public string TrustedProxies { get; init; } = "127.0.0.0/8,::1";

    /// <summary>Gets the domain below which every app has a host name.</summary>
    public string Domain { get; init; } = "localhost";

    /// <summary>Gets the runtime: <c>auto</c>, <c>runsc</c>, <c>runc</c>, <c>crun</c> or <c>process</c>.</summary>
    public string Runtime { get; init; } = "auto";

    /// <summary>Gets where images come from: a registry's URL or a layout directory.</summary>
    public string? Registry { get; init; }

    /// <summary>Gets the directory of the blob store that holds static sites.</summary>
    public string? Blobs { get; init; }

    /// <summary>Gets the connection string of the Azure storage account that holds static sites, instead of a directory. From the environment at best: it holds a key.</summary>
    public string? BlobConnection { get; init; }

    /// <summary>Gets the address of that account's blob service, entered with the machine's own identity, instead of a connection string.</summary>
    public Uri? BlobService { get; init; }

    /// <summary>Gets the container of the account.</summary>
    public string BlobContainer { get; init; } = "pipelines-blobs";

    /// <summary>Gets whether instances reach the internet: <c>auto</c> (where slirp4netns is installed) or <c>none</c>.</summary>
    public string Egress { get; init; } = "auto";

    /// <summary>Gets the output kept of each instance, in bytes; up to twice as much lies on disk.</summary>
    public long LogBytes { get; init; } = 10 << 20;
}
