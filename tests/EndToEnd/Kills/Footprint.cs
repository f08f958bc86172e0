using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Kills;

/// <summary>What a platform with one app has on the machine. It must not depend on whether something was killed on the way.</summary>
internal sealed record Footprint(int Processes, int Namespaces, int InstanceEntries, int BuildEntries, int Releases, int Instances, int Images)
{
    public static async Task<Footprint> OfAsync(PlatformProcess platform, TestApp app) => new(
        Leftovers.Processes(platform.Data).Count,
        Leftovers.Namespaces(platform.Data).Count(),
        Leftovers.OfInstances(platform.Data).Count,
        Leftovers.OfBuilds(platform.Data).Count,
        (await platform.Node.ReleasesAsync(app.Id)).Count,
        (await platform.Node.InstancesAsync(app.Id)).Count,
        ImageDigests(platform, app).Count);

    /// <summary>The digests of the images that were pushed for an app.</summary>
    public static IReadOnlyList<string> ImageDigests(PlatformProcess platform, TestApp app) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(platform.Data, "images", "apps", app.Id), "index.json", SearchOption.AllDirectories)
            .SelectMany(index => (JsonArray)JsonNode.Parse(File.ReadAllText(index))!["manifests"]!)
            .Select(manifest => (string)manifest!["digest"]!)
            .Distinct(),
    ];
}
