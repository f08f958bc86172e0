using System.Text.Json;
using Pipelines.Deployments;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Domains.Certificates;

/// <summary>Orders and certificates of domains in the state store, private keys encrypted.</summary>
/// <param name="state">The store.</param>
public sealed class CertificateStore(IStateStore state)
{
    private const string Orders = "domain-orders";
    private const string Certificates = "domain-certificates";

    /// <summary>The context that a domain's private keys are encrypted for.</summary>
    /// <param name="domainId">The domain's id.</param>
    public static string SecretContext(string domainId) => "domain-" + domainId;

    /// <summary>Finds the order of a domain that is under way.</summary>
    public Task<StoredOrder?> FindOrderAsync(string domainId, CancellationToken cancellation = default) => FindAsync<StoredOrder>(Orders, domainId, cancellation);

    /// <summary>Keeps an order.</summary>
    public Task PutOrderAsync(string domainId, StoredOrder order, CancellationToken cancellation = default) => PutAsync(Orders, domainId, order, cancellation);

    /// <summary>Forgets the order of a domain.</summary>
    public Task DeleteOrderAsync(string domainId, CancellationToken cancellation = default) => state.DeleteAsync(Orders, domainId, cancellation: cancellation);

    /// <summary>Finds the certificate of a domain.</summary>
    public Task<StoredCertificate?> FindCertificateAsync(string domainId, CancellationToken cancellation = default) => FindAsync<StoredCertificate>(Certificates, domainId, cancellation);

    /// <summary>Keeps a certificate.</summary>
    public Task PutCertificateAsync(string domainId, StoredCertificate certificate, CancellationToken cancellation = default) => PutAsync(Certificates, domainId, certificate, cancellation);

    /// <summary>Forgets the certificate of a domain.</summary>
    public Task DeleteCertificateAsync(string domainId, CancellationToken cancellation = default) => state.DeleteAsync(Certificates, domainId, cancellation: cancellation);

    private async Task<T?> FindAsync<T>(string collection, string key, CancellationToken cancellation)
        where T : class => await state.GetAsync(collection, key, cancellation) is { } document ? JsonSerializer.Deserialize<T>(document.Json, DeploymentJson.Options) : null;

    private Task PutAsync<T>(string collection, string key, T value, CancellationToken cancellation) =>
        state.PutAsync(collection, key, JsonSerializer.Serialize(value, DeploymentJson.Options), cancellation: cancellation);
}
