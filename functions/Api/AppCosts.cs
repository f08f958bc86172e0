using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api;

/// <summary>What apps would cost by the price list of instance sizes, US dollars a month. The platform bills nobody; clients show it.</summary>
internal static class AppCosts
{
    private const string Basic = "basic";
    private const string Professional = "professional";

    /// <summary>Tells whether an app serves static sites only.</summary>
    public static bool IsStatic(AppSpec spec) => spec.Services.Count + spec.Workers.Count + spec.Jobs.Count + spec.Functions.Count == 0 && spec.StaticSites.Count > 0;

    /// <summary>The cost of a spec as it is.</summary>
    public static decimal Of(AppSpec spec) => Components(spec).Sum(component => SizeOf(component).UsdPerMonth * CountOf(component));

    /// <summary>The cost with each component at the cheapest size of the upper tier that is not smaller; null for an app that is there already.</summary>
    public static decimal? OfUpgrade(AppSpec spec) => In(spec, Professional, Basic, (candidate, present) => candidate.Cpus >= present.Cpus && candidate.MemoryBytes >= present.MemoryBytes);

    /// <summary>The cost with each component at the dearest size of the lower tier; null for an app that is there already, or that has several instances of a component.</summary>
    public static decimal? OfDowngrade(AppSpec spec) =>
        Components(spec).Any(component => CountOf(component) > 1) ? null : In(spec, Basic, Professional, (_, _) => true);

    private static IEnumerable<IScalableComponent> Components(AppSpec spec) => spec.Components.OfType<IScalableComponent>();

    private static InstanceSize SizeOf(IScalableComponent component) => InstanceSizes.Resolve(component.InstanceSizeSlug);

    private static int CountOf(IScalableComponent component) => component.InstanceCount ?? component.Autoscaling?.MinInstanceCount ?? 1;

    private static decimal? In(AppSpec spec, string tier, string from, Func<InstanceSize, InstanceSize, bool> fits)
    {
        if (!Components(spec).Any(component => SizeOf(component).TierSlug == from))
        {
            return null;
        }

        var sum = 0m;
        foreach (var component in Components(spec))
        {
            var present = SizeOf(component);
            var candidates = InstanceSizes.All.Where(size => size.TierSlug == tier && fits(size, present)).OrderBy(size => size.UsdPerMonth).ToList();
            if (present.TierSlug != tier && candidates.Count == 0)
            {
                return null;
            }

            sum += (present.TierSlug == tier ? present : tier == Basic ? candidates[^1] : candidates[0]).UsdPerMonth * CountOf(component);
        }

        return sum;
    }
}
