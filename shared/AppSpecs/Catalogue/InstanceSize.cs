namespace Pipelines.AppSpecs;

/// <summary>A size of instance that components can ask for.</summary>
/// <param name="Slug">What a spec calls it, for instance <c>apps-s-1vcpu-0.5gb</c>.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="CpuType">Whether the CPUs are the instance's own.</param>
/// <param name="Cpus">Number of virtual CPUs.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="UsdPerMonth">Price of one instance, in US dollars per month.</param>
/// <param name="SingleInstanceOnly">True when a component of this size can have one instance only.</param>
/// <param name="BandwidthAllowanceGib">Outgoing traffic included, in GiB per month.</param>
public sealed record InstanceSize(
    string Slug,
    string Name,
    InstanceCpuType CpuType,
    int Cpus,
    long MemoryBytes,
    decimal UsdPerMonth,
    bool SingleInstanceOnly,
    int BandwidthAllowanceGib)
{
    /// <summary>Slug of the tier the size belongs to: <c>basic</c> or <c>professional</c>.</summary>
    public string TierSlug => SingleInstanceOnly ? "basic" : "professional";

    /// <summary>True when components of this size can scale automatically: only on CPUs of their own.</summary>
    public bool Scalable => CpuType == InstanceCpuType.Dedicated;

    /// <summary>True for the sizes that only old specs name.</summary>
    public bool DeprecationIntent { get; init; }

    /// <summary>Price of one instance, in US dollars per second of a month of 28 days, the billing cap.</summary>
    public decimal UsdPerSecond => decimal.Round(UsdPerMonth / (28 * 24 * 3600), 12);
}
