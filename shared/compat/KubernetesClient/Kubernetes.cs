using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.Loading;

namespace k8s;

/// <summary>A connection to an API server: an HTTP client that trusts the right authorities and has the right certificate.</summary>
public partial class Kubernetes : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly SocketsHttpHandler sockets;
    private readonly X509Certificate2? identity;
    private bool disposed;

    /// <summary>Initializes a new instance of the <see cref="Kubernetes"/> class.</summary>
    /// <param name="config">Where the server is and who asks.</param>
    /// <param name="handlers">Handlers that requests go through, the outermost first.</param>
    /// <exception cref="KubeConfigException">The configuration cannot be used.</exception>
    public Kubernetes(KubernetesClientConfiguration config, params DelegatingHandler[] handlers)
    {
        ArgumentNullException.ThrowIfNull(config);
        BaseUri = Address(config.Host);
        Credentials = CreateCredentials(config);
        sockets = new SocketsHttpHandler
        {
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromMinutes(3),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            EnableMultipleHttp2Connections = true,
        };
        identity = Secure(sockets.SslOptions, config);
        config.FirstMessageHandlerSetup?.Invoke(sockets);
        HttpClient = new HttpClient(Chain(handlers ?? [], sockets), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        if (!string.IsNullOrWhiteSpace(config.UserAgent))
        {
            HttpClient.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", config.UserAgent);
        }
    }

    /// <summary>Gets or sets the server's address, with a slash at the end.</summary>
    public Uri BaseUri
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.AbsoluteUri.EndsWith('/') ? value : new Uri(value.AbsoluteUri + "/");
        }
    }

    /// <summary>Gets who asks; null for nobody, or only by certificate.</summary>
    public ServiceClientCredentials? Credentials { get; }

    /// <summary>Gets or sets the client. It has no timeout, and does not add <see cref="Credentials"/> by itself.</summary>
    public HttpClient HttpClient { get; protected set; }

    /// <summary>Judges a server's certificate by a cluster's own authorities.</summary>
    /// <param name="sender">Who asks.</param>
    /// <param name="caCerts">The authorities.</param>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="chain">The chain that the system made of it.</param>
    /// <param name="sslPolicyErrors">What the system finds wrong.</param>
    /// <returns>True when it comes from one of the authorities and has the right name.</returns>
    public static bool CertificateValidationCallBack(object sender, X509Certificate2Collection caCerts, X509Certificate certificate, X509Chain chain, SslPolicyErrors sslPolicyErrors)
    {
        ArgumentNullException.ThrowIfNull(caCerts);
        ArgumentNullException.ThrowIfNull(chain);
        return sslPolicyErrors switch
        {
            SslPolicyErrors.None => true,
            SslPolicyErrors.RemoteCertificateChainErrors => certificate is X509Certificate2 server && ComesFrom(caCerts, server, chain),
            _ => false,
        };
    }

    /// <summary>Makes the credentials that a configuration describes.</summary>
    /// <returns>Null when it describes none.</returns>
    public static ServiceClientCredentials? CreateCredentials(KubernetesClientConfiguration config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config switch
        {
            { TokenProvider: { } provider } => new TokenCredentials(provider),
            { AccessToken: { Length: > 0 } token } => new TokenCredentials(token),
            { Username: { Length: > 0 } name } => new BasicAuthenticationCredentials { UserName = name, Password = config.Password },
            _ => null,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections.</summary>
    /// <param name="disposing">Whether it is asked for, not found to be due.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            HttpClient.Dispose();
            sockets.Dispose();
            identity?.Dispose();
        }
    }

    private static Uri Address(string? host)
    {
        if (string.IsNullOrWhiteSpace(host))
        {
            throw new KubeConfigException("Host url must be set");
        }

        return Uri.TryCreate(host, UriKind.Absolute, out var address) ? address : throw new KubeConfigException("Bad host url");
    }

    private static HttpMessageHandler Chain(DelegatingHandler[] handlers, HttpMessageHandler innermost)
    {
        foreach (var handler in handlers.Reverse())
        {
            var last = handler;
            while (last.InnerHandler is DelegatingHandler next)
            {
                last = next;
            }

            last.InnerHandler = innermost;
            innermost = handler;
        }

        return innermost;
    }

    [SuppressMessage("Security", "CA5359", Justification = "The user asks for it: insecure-skip-tls-verify.")]
    private static X509Certificate2? Secure(SslClientAuthenticationOptions options, KubernetesClientConfiguration config)
    {
        if (config.SkipTlsVerify)
        {
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        else if (config.SslCaCerts is { } authorities)
        {
            options.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                certificate is not null && chain is not null && CertificateValidationCallBack(sender, authorities, certificate, chain, errors);
        }

        if (ClientIdentity.Read(config) is not var (identity, intermediates))
        {
            return null;
        }

        // With the intermediates, for servers that know only the root.
        options.ClientCertificateContext = SslStreamCertificateContext.Create(identity, intermediates, offline: true);
        return identity;
    }

    private static bool ComesFrom(X509Certificate2Collection authorities, X509Certificate2 server, X509Chain presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        chain.ChainPolicy.ApplicationPolicy.Add(new(ServerAuthentication));
        chain.ChainPolicy.DisableCertificateDownloads = true;

        // An authority that is not a root itself ends the chain early: that is as good, if it is one of ours.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(server) && chain.ChainElements.Any(element => authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
    }
}
