namespace Pipelines.Oci.Tests;

/// <summary>One docker-registry for all tests of a class, which keep to repositories of their own.</summary>
public sealed class SharedDockerRegistry : IAsyncLifetime
{
    private DockerRegistry? registry;

    internal DockerRegistry Registry
    {
        get
        {
            // Here, not in the fixture's own start, so that each test is skipped where the program is missing.
            Tool.Find("docker-registry");
            return registry!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Tool.IsInstalled("docker-registry"))
        {
            registry = await DockerRegistry.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (registry is not null)
        {
            await registry.DisposeAsync();
        }
    }
}
