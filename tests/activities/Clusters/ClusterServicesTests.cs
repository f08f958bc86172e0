using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Clusters;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Local;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters;

public sealed class ClusterServicesTests
{
    [Theory]
    [InlineData(null, typeof(LocalCluster))]
    [InlineData("local", typeof(LocalCluster))]
    [InlineData("Kubernetes", typeof(KubernetesCluster))]
    public async Task The_configuration_chooses(string? kind, Type expected)
    {
        await using var provider = Services(("Pipelines:Cluster", kind), ("Pipelines:Registry:Host", "127.0.0.1:5000"), ("Pipelines:Kubernetes:Kubeconfig", await KubeconfigAsync())).BuildServiceProvider();
        provider.GetRequiredService<ICluster>().ShouldBeOfType(expected);
    }

    [Fact]
    public async Task What_the_section_leaves_open_of_images_follows_from_the_registry()
    {
        await using var provider = Services(
            ("Pipelines:Cluster", "Kubernetes"),
            ("Pipelines:Registry:Host", "registry.example"),
            ("Pipelines:Registry:Username", "puller"),
            ("Pipelines:Registry:Password", "s3cret"),
            ("Pipelines:Kubernetes:NodeSelector:pool", "apps"),
            ("Pipelines:Kubernetes:Quota:pods", "10")).BuildServiceProvider();
        var options = provider.GetRequiredService<KubernetesOptions>();
        (options.ImageRegistry, options.ImagePullUsername, options.ImagePullPassword).ShouldBe(("registry.example", "puller", "s3cret"));
        options.NodeSelector["pool"].ShouldBe("apps");
        options.Quota!["pods"].ShouldBe("10");
    }

    [Fact]
    public void A_cluster_without_a_registry_is_refused_with_what_to_do() =>
        Should.Throw<InvalidOperationException>(() => Services(("Pipelines:Cluster", "Kubernetes"))).Message.ShouldContain("set Pipelines:Registry:Host");

    [Fact]
    public void An_unknown_choice_is_refused_with_what_there_is() =>
        Should.Throw<InvalidOperationException>(() => Services(("Pipelines:Cluster", "mainframe"))).Message.ShouldContain("Local or Kubernetes");

    private static IServiceCollection Services(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddCluster(configuration);
    }

    private static async Task<string> KubeconfigAsync()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("plk-").FullName, "kubeconfig");
        await File.WriteAllTextAsync(path, """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{ name: here, context: { cluster: here, user: me } }]
            clusters: [{ name: here, cluster: { server: "http://127.0.0.1:1" } }]
            users: [{ name: me, user: { token: t } }]
            """);
        return path;
    }
}
