using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Apps;

/// <summary>The platform with a real OCI distribution registry for its images.</summary>
public sealed class RegistryTests(SharedPlatform shared)
{
    [Fact]
    public async Task ImagesGoThroughTheRegistry()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var setup = new PlatformSetup
        {
            LayersOf = await shared.GetAsync(),
            Environment = new Dictionary<string, string?> { ["Pipelines__Registry__Host"] = registry.Host },
        };
        await using var platform = await PlatformProcess.StartAsync(setup);
        await using var app = new TestApp(platform);
        var deployment = await app.CreateAndWaitAsync();

        (await app.GetAsync("/api")).ShouldContain("node-hello");
        var image = (await Story.ReadAsync(platform, app, deployment)).Images.ShouldHaveSingleItem();
        var repository = (await registry.GetAsync("v2/_catalog"))["repositories"].ShouldBeOfType<JsonArray>().ShouldHaveSingleItem()!.GetValue<string>();
        var digest = image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..];
        image.ShouldContain(repository);
        ((int)(await registry.GetAsync($"v2/{repository}/manifests/{digest}"))["schemaVersion"]!).ShouldBe(2);
        Directory.Exists(Path.Combine(platform.Data, "images", "apps")).ShouldBeFalse();
    }
}
