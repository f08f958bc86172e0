using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Activities.Builds.Kubernetes.Plans;

/// <summary>Where the image of a build goes, as build pods name it.</summary>
/// <param name="Registry">The registry, <c>host[:port]</c>.</param>
/// <param name="Repository">The repository within.</param>
/// <param name="Tag">The build's own tag: whoever finds it finds the build done.</param>
/// <param name="IsInsecure">Whether the registry is spoken to without TLS.</param>
internal sealed record BuildTarget(string Registry, string Repository, string Tag, bool IsInsecure)
{
    /// <summary>The image by the build's own tag.</summary>
    public string Image => $"{Registry}/{Repository}:{Tag}";

    /// <summary>The newest image, whose layers the next build uses.</summary>
    public string Latest => $"{Registry}/{Repository}:latest";

    /// <summary>The image in which layers are kept for the next build.</summary>
    public string CacheImage => $"{Registry}/{Repository}:build-cache";

    /// <summary>The name of a build's Job, and its image's tag, by the build's key: 63 characters at most, whatever the key is.</summary>
    public static string NameOf(string key) => "build-" + HashOf(key);

    /// <summary>The name of a component's cache volume.</summary>
    public static string CacheOf(string appId, string component) => "cache-" + HashOf($"{appId}/{component}");

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
}
