namespace Pipelines.Activities.Clusters.Local;

/// <summary>Configuration section <c>Pipelines:LocalCluster</c>.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Pipelines:LocalCluster";

    /// <summary>Gets the node's data directory, which holds its socket.</summary>
    public string DataDirectory { get; init; } = string.Empty;

    /// <summary>Gets the node's program, an executable or a <c>.dll</c>, started when nothing answers at the socket; null when somebody else starts it.</summary>
    public string? NodePath { get; init; }

    /// <summary>Gets the URL at which the ingress listens, by the address of an interface (<c>0.0.0.0</c>: all of them); its port is part of every app's URL.</summary>
    public Uri IngressUrl { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>
    /// Gets the URL at which a started node's ingress listens over TLS, by the address of an interface; null for
    /// not at all, unless certificates are issued (<c>Pipelines:Domains:Acme</c>): then the interface of
    /// <see cref="IngressUrl"/>, port 8443.
    /// </summary>
    public Uri? IngressHttpsUrl { get; init; }

    /// <summary>Gets the port at which visitors reach that, where it is not the one listened at; 0 where it is.</summary>
    public int PublicHttpsPort { get; init; }

    /// <summary>Gets the domain below which every app has a host name.</summary>
    public string Domain { get; init; } = "localhost";

    /// <summary>Gets the runtime a started node uses: <c>auto</c>, <c>runsc</c>, <c>runc</c>, <c>crun</c> or <c>process</c>.</summary>
    public string Runtime { get; init; } = "auto";

    /// <summary>Gets where a started node pulls images from: a registry's URL or an absolute layout directory.</summary>
    public string? Registry { get; init; }

    /// <summary>Gets the directory of the blob store in which a started node finds static sites.</summary>
    public string? Blobs { get; init; }

    /// <summary>Gets the connection string of the Azure storage account that holds static sites, instead of a directory; it holds a key.</summary>
    public string? BlobConnection { get; init; }

    /// <summary>Gets the address of that account's blob service, entered with the machine's own identity, instead of a connection string.</summary>
    public Uri? BlobService { get; init; }

    /// <summary>Gets the container of that account; null for the node's own default.</summary>
    public string? BlobContainer { get; init; }

    /// <summary>
    /// Gets the proxies in front of a started node's ingress whose <c>X-Forwarded-…</c> headers are believed: addresses and
    /// networks (<c>10.0.0.0/8</c>), separated by commas, or <c>none</c>; null for this machine's own.
    /// </summary>
    public string? TrustedProxies { get; init; }

    /// <summary>Gets whether instances of a started node reach the internet: <c>auto</c> or <c>none</c>.</summary>
    public string Egress { get; init; } = "auto";
}
