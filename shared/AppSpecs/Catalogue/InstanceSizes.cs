using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Pipelines.AppSpecs;

/// <summary>The sizes of instances there are.</summary>
public static class InstanceSizes
{
    /// <summary>Slug of the size used when a spec names none.</summary>
    public const string DefaultSlug = "apps-s-1vcpu-0.5gb";

    private const long Mebibyte = 1024 * 1024;

    private static readonly FrozenDictionary<string, InstanceSize> s_bySlug;

    static InstanceSizes()
    {
        All =
        [
            Shared("1vcpu-0.5gb", 1, 512, 5, 50, singleInstance: true),
            Shared("1vcpu-1gb-fixed", 1, 1024, 10, 100, singleInstance: true),
            Shared("1vcpu-1gb", 1, 1024, 12, 150),
            Shared("1vcpu-2gb", 1, 2048, 25, 200),
            Shared("2vcpu-4gb", 2, 4096, 50, 250),
            Dedicated("1vcpu-0.5gb", 1, 512, 29, 100),
            Dedicated("1vcpu-1gb", 1, 1024, 34, 200),
            Dedicated("1vcpu-2gb", 1, 2048, 39, 300),
            Dedicated("1vcpu-4gb", 1, 4096, 49, 400),
            Dedicated("2vcpu-4gb", 2, 4096, 78, 500),
            Dedicated("2vcpu-8gb", 2, 8192, 98, 600),
            Dedicated("4vcpu-8gb", 4, 8192, 156, 700),
            Dedicated("4vcpu-16gb", 4, 16384, 196, 800),
            Dedicated("8vcpu-32gb", 8, 32768, 392, 900),
        ];

        Legacy = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["basic-xxs"] = "apps-s-1vcpu-0.5gb",
            ["basic-xs"] = "apps-s-1vcpu-1gb-fixed",
            ["basic-s"] = "apps-s-1vcpu-2gb",
            ["basic-m"] = "apps-s-2vcpu-4gb",
            ["professional-xs"] = "apps-s-1vcpu-1gb",
            ["professional-s"] = "apps-s-1vcpu-2gb",
            ["professional-m"] = "apps-s-2vcpu-4gb",
            ["professional-1l"] = "apps-d-1vcpu-4gb",
            ["professional-l"] = "apps-d-2vcpu-8gb",
            ["professional-xl"] = "apps-d-4vcpu-16gb",
        }.ToFrozenDictionary(StringComparer.Ordinal);

        s_bySlug = All.ToFrozenDictionary(size => size.Slug, StringComparer.Ordinal);
        Default = s_bySlug[DefaultSlug];
    }

    /// <summary>Every size that a new spec should name, smallest first, shared before dedicated.</summary>
    public static IReadOnlyList<InstanceSize> All { get; }

    /// <summary>Old slugs, frequent in real files, and the size that each stands for today.</summary>
    public static IReadOnlyDictionary<string, string> Legacy { get; }

    /// <summary>The size used when a spec names none.</summary>
    public static InstanceSize Default { get; }

    /// <summary>Finds a size by its slug, old slugs included.</summary>
    /// <param name="slug">A slug; null finds the default size.</param>
    /// <param name="size">The size.</param>
    /// <returns>False when there is none of that slug.</returns>
    public static bool TryResolve(string? slug, [NotNullWhen(true)] out InstanceSize? size) =>
        s_bySlug.TryGetValue(Legacy.GetValueOrDefault(slug ?? DefaultSlug, slug ?? DefaultSlug), out size);

    /// <summary>Finds a size by its slug, old slugs included.</summary>
    /// <param name="slug">A slug; null finds the default size.</param>
    /// <returns>The size.</returns>
    /// <exception cref="ArgumentException">There is no size of that slug.</exception>
    public static InstanceSize Resolve(string? slug) =>
        TryResolve(slug, out var size) ? size : throw new ArgumentException($"no instance size \"{slug}\"", nameof(slug));

    private static InstanceSize Shared(string shape, int cpus, int mebibytes, int dollars, int gib, bool singleInstance = false) =>
        new("apps-s-" + shape, $"Shared {Describe(cpus, mebibytes)}", InstanceCpuType.Shared, cpus, mebibytes * Mebibyte, dollars, singleInstance, gib);

    private static InstanceSize Dedicated(string shape, int cpus, int mebibytes, int dollars, int gib) =>
        new("apps-d-" + shape, $"Dedicated {Describe(cpus, mebibytes)}", InstanceCpuType.Dedicated, cpus, mebibytes * Mebibyte, dollars, SingleInstanceOnly: false, gib);

    private static string Describe(int cpus, int mebibytes) => $"{cpus} vCPU, {mebibytes / 1024m:0.#} GB";
}
