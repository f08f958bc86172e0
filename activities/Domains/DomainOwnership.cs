using System.Net;
using Pipelines.Activities.Domains.Dns;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains;

/// <summary>Sees whether a name leads to this platform.</summary>
/// <param name="resolver">The DNS.</param>
/// <param name="cluster">Tells the app's default host.</param>
/// <param name="options">The configuration.</param>
public sealed class DomainOwnership(IDnsResolver resolver, ICluster cluster, DomainOptions options)
{
    private const int MostShown = 5;

    /// <summary>Looks.</summary>
    /// <returns>What is wrong and what to do; null where all is well.</returns>
    public async Task<StepReason?> CheckAsync(App app, Domain domain, CancellationToken cancellation = default)
    {
        if (!options.IssuesCertificates() && options.Addresses.Count == 0)
        {
            // Nobody said what is right, and nothing depends on it.
            return null;
        }

        IReadOnlyList<IPAddress> found;
        try
        {
            found = await resolver.FindAddressesAsync(domain.Host, cancellation);
        }
        catch (DnsException exception)
        {
            return new StepReason(DomainReasons.DnsUnavailable, $"{exception.Message} It is asked again.");
        }

        if (found.Count == 0)
        {
            return new StepReason(DomainReasons.RecordMissing, $"{domain.Host} has no address in the DNS yet. {Advice(app)}");
        }

        var elsewhere = options.Addresses.Count == 0 ? [] : found.Where(address => !IsHere(address)).Take(MostShown).ToList();
        return elsewhere.Count == 0
            ? null
            : new StepReason(DomainReasons.RecordMismatch, $"{domain.Host} leads to {string.Join(", ", elsewhere)}, which is not this platform. {Advice(app)}");
    }

    private bool IsHere(IPAddress address) => options.Addresses.Any(each => AddressRange.TryParse(each, out var range) && range.Value.Contains(address));

    private string Advice(App app)
    {
        var target = options.Target is { Length: > 0 } named ? named : cluster.GetDefaultUrl(app.Spec.Name).Host;
        var addresses = options.Addresses.Where(each => !each.Contains('/', StringComparison.Ordinal)).ToList();
        return addresses.Count > 0
            ? $"Make it an alias (CNAME) of {target}, or give it the address {string.Join(" or ", addresses)}."
            : $"Make it an alias (CNAME) of {target}.";
    }
}
