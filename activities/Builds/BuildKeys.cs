using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Builds;

/// <summary>Keys of everything that goes into a build: equal keys give equal images. Pure.</summary>
public static class BuildKeys
{
    /// <summary>Hashes the build-relevant part of a component's spec and its build-time environment.</summary>
    /// <param name="spec">The app's spec, for its features.</param>
    /// <param name="component">The component.</param>
    /// <param name="sourceUrl">The repository's address.</param>
    /// <param name="environment">The build-time environment, secrets decrypted: encryption differs each time, the value does not.</param>
    /// <returns>64 hex digits.</returns>
    public static string OfSpec(AppSpec spec, IBuildableComponent component, string sourceUrl, IReadOnlyDictionary<string, string> environment) => Hash(
    [
        component.Kind.ToString(),
        sourceUrl,
        component.SourceDir?.Trim('/'),
        component.DockerfilePath,
        component.BuildCommand,
        component.EnvironmentSlug,
        (component as StaticSiteSpec)?.OutputDir,
        .. spec.Features.Where(feature => feature.StartsWith("buildpack", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        .. environment.OrderBy(variable => variable.Key, StringComparer.Ordinal).SelectMany(variable => (string[])[variable.Key, variable.Value]),
    ]);

    /// <summary>Joins the key of the spec with the source.</summary>
    /// <param name="specKey">What <see cref="OfSpec"/> returned.</param>
    /// <param name="tree">The git tree id of the component's source directory.</param>
    /// <returns>64 hex digits.</returns>
    public static string OfBuild(string specKey, string tree) => Hash([specKey, tree]);

    // A JSON array keeps the parts apart: no two lists of parts have the same text.
    private static string Hash(IReadOnlyList<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts))));
}
