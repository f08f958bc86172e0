using System.Collections.Frozen;
using System.Security.Cryptography;
using Pipelines.Clusters;
using Pipelines.Node.State;

namespace Pipelines.Node.Ingress.Certificates;

/// <summary>
/// Which certificate is presented for which host name. Kept on disk, readable by the node's user alone; the table is
/// replaced as a whole, so that a new certificate takes the next handshake and no open connection notices.
/// </summary>
internal sealed partial class CertificateTable(NodePaths paths, TimeProvider time, ILogger<CertificateTable> logger)
{
    private const int MostHosts = 100;
    private const int LongestPem = 256 << 10;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (StoredCertificate Stored, ServedCertificate Served)> domains = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, ServedCertificate> hosts = FrozenDictionary<string, ServedCertificate>.Empty;

    /// <summary>Takes up what an earlier node was given.</summary>
    public void Load()
    {
        lock (gate)
        {
            foreach (var stored in Directory.EnumerateFiles(paths.Certificates, "*.json").Select(AtomicFile.Read<StoredCertificate>).OfType<StoredCertificate>())
            {
                try
                {
                    domains[stored.Certificate.DomainId] = (stored, ServedCertificate.Open(stored.Certificate));
                }
                catch (CryptographicException exception)
                {
                    LogUnusable(stored.Certificate.ToString(), exception.Message);
                }
            }

            Publish();
        }
    }

    /// <summary>Presents a certificate from now on.</summary>
    /// <exception cref="ClusterException">It cannot be used.</exception>
    public void Install(DomainCertificate certificate)
    {
        var served = Open(certificate);
        lock (gate)
        {
            var stored = new StoredCertificate(certificate, time.GetUtcNow());
            AtomicFile.Commit(paths.Certificate(certificate.DomainId), stored);
            domains[certificate.DomainId] = (stored, served);
            Publish();
        }

        LogInstalled(certificate.ToString());
    }

    /// <summary>Forgets the certificate of a domain.</summary>
    public void Remove(string domainId)
    {
        if (!Guid.TryParseExact(domainId, "D", out _))
        {
            return;
        }

        lock (gate)
        {
            AtomicFile.Delete(paths.Certificate(domainId));
            if (domains.Remove(domainId))
            {
                Publish();
            }
        }
    }

    /// <summary>Finds the certificate of a host: its own, or the wildcard of the name above it (RFC 9525, 6.3).</summary>
    public ServedCertificate? Find(string host)
    {
        var table = hosts;
        return table.TryGetValue(host, out var served)
            || (host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && table.TryGetValue("*" + host[dot..], out served)) ? served : null;
    }

    private static ServedCertificate Open(DomainCertificate certificate)
    {
        if (!Guid.TryParseExact(certificate.DomainId, "D", out _) || certificate.Hosts.Count is 0 or > MostHosts || certificate.ChainPem.Length > LongestPem || certificate.PrivateKeyPem.Length > LongestPem)
        {
            throw Refuse("The certificate's domain id, its hosts or its size are not what is expected.");
        }

        try
        {
            return ServedCertificate.Open(certificate);
        }
        catch (CryptographicException exception)
        {
            throw Refuse($"The certificate cannot be used: {exception.Message}");
        }
    }

    private static ClusterException Refuse(string message) => new(new InstanceFailure(InstanceFailureReason.InternalError, null, message, []));

    private void Publish()
    {
        var next = new Dictionary<string, ServedCertificate>(StringComparer.OrdinalIgnoreCase);
        foreach (var (stored, served) in domains.Values.OrderBy(each => each.Stored.InstalledAt))
        {
            foreach (var host in stored.Certificate.Hosts)
            {
                next[host] = served;
            }
        }

        hosts = next.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Installed the {Certificate}")]
    private partial void LogInstalled(string certificate);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Certificate} cannot be used: {Reason}")]
    private partial void LogUnusable(string certificate, string reason);
}
