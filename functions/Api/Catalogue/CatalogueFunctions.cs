using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.AppSpecs;
using Pipelines.Functions.Api.Wire;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Catalogue;

/// <summary>Lists what specs may name: regions, tiers and instance sizes (Apps API, <c>/v2/apps/regions</c>, <c>/v2/apps/tiers</c>, <c>/v2/apps/tiers/instance_sizes</c>).</summary>
public sealed class CatalogueFunctions
{
    /// <summary>Lists the regions.</summary>
    [Function("ListRegions")]
    [Operation("Lists the regions", Tag = "Catalogue", Answer = typeof(RegionWire), Member = "regions", IsList = true)]
    public IActionResult Regions([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/regions")] HttpRequest request) =>
        new ApiResult(new { Regions = AppSpecs.Regions.All.Select(WireFormat.Of) });

    /// <summary>Lists the instance sizes.</summary>
    [Function("ListInstanceSizes")]
    [Operation("Lists the instance sizes", Tag = "Catalogue")]
    public IActionResult Sizes([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/tiers/instance_sizes")] HttpRequest request) =>
        new ApiResult(new { InstanceSizes = InstanceSizes.All.Select(Show) });

    /// <summary>Shows an instance size.</summary>
    [Function("GetInstanceSize")]
    [Operation("Shows an instance size", Tag = "Catalogue")]
    public IActionResult Size([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/tiers/instance_sizes/{slug}")] HttpRequest request, string slug) =>
        InstanceSizes.TryResolve(slug, out var size)
            ? new ApiResult(new { InstanceSize = Show(size) })
            : throw ApiException.NotFound($"there is no instance size \"{slug}\"");

    /// <summary>Lists the tiers.</summary>
    [Function("ListTiers")]
    [Operation("Lists the tiers", Tag = "Catalogue", Answer = typeof(TierWire), Member = "tiers", IsList = true)]
    public IActionResult Tiers([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/tiers")] HttpRequest request) =>
        new ApiResult(new { Tiers = TierWire.All });

    /// <summary>Shows a tier.</summary>
    [Function("GetTier")]
    [Operation("Shows a tier", Tag = "Catalogue", Answer = typeof(TierWire), Member = "tier")]
    public IActionResult Tier([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/tiers/{slug}")] HttpRequest request, string slug) =>
        TierWire.All.FirstOrDefault(tier => tier.Slug == slug) is { } found
            ? new ApiResult(new { Tier = found })
            : throw ApiException.NotFound($"there is no tier \"{slug}\"");

    // The numbers of a size are strings on the wire: clients decode them as such.
    private static object Show(InstanceSize size) => new
    {
        size.Name,
        size.Slug,
        CpuType = size.CpuType,
        Cpus = size.Cpus.ToString(CultureInfo.InvariantCulture),
        MemoryBytes = size.MemoryBytes.ToString(CultureInfo.InvariantCulture),
        UsdPerMonth = size.UsdPerMonth.ToString("0.00", CultureInfo.InvariantCulture),
        UsdPerSecond = size.UsdPerSecond.ToString(CultureInfo.InvariantCulture),
        size.TierSlug,
        size.Scalable,
        size.SingleInstanceOnly,
        BandwidthAllowanceGib = size.BandwidthAllowanceGib.ToString(CultureInfo.InvariantCulture),
        size.DeprecationIntent,
    };
}
