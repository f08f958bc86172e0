using System.Reflection;
using Pipelines.Activities.Alerts;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Builds.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Local;
using Pipelines.Activities.Domains;
using Pipelines.Activities.Domains.Acme;
using Pipelines.Activities.Edge.Cloudflare;
using Pipelines.Activities.Health;
using Pipelines.Activities.Metrics;
using Pipelines.Activities.Registry;
using Pipelines.Activities.Retention;
using Pipelines.Activities.Source;
using Pipelines.Activities.Statuses;
using Pipelines.Functions.Api.Logs;
using Pipelines.Functions.Http;
using Pipelines.Functions.Webhooks;
using Pipelines.Kubernetes;
using Pipelines.Oci;
using Pipelines.Storage;

namespace Pipelines.Functions.Tests;

/// <summary>docs/configuration.md names every key that there is, with its section.</summary>
public sealed class ConfigurationDocumentTests
{
    [Theory]
    [InlineData("Pipelines:Storage", typeof(StorageOptions))]
    [InlineData("Pipelines:Registry", typeof(ImageRegistryOptions))]
    [InlineData("Pipelines:Images", typeof(ImageSourceOptions))]
    [InlineData("Pipelines:Source", typeof(GitSourceOptions))]
    [InlineData("Pipelines:Retention", typeof(RetentionOptions))]
    [InlineData("Pipelines:Source", typeof(HostedSourceOptions))]
    [InlineData("Pipelines:Builds", typeof(BuildOptions))]
    [InlineData("Pipelines:Builds", typeof(BuildSlotOptions))]
    [InlineData("Pipelines:Builds:Kubernetes", typeof(KubernetesBuildOptions))]
    [InlineData("Pipelines:Builds:Kubernetes:Buildpacks", typeof(BuildpackOptions))]
    [InlineData("Pipelines:Builds:Kubernetes:Dockerfiles", typeof(DockerfileJobOptions))]
    [InlineData("Pipelines:LocalCluster", typeof(LocalClusterOptions))]
    [InlineData("Pipelines:Kubernetes", typeof(KubernetesOptions))]
    [InlineData("Pipelines:Health", typeof(HealthOptions))]
    [InlineData("Pipelines:Kubernetes", typeof(KubernetesConnectionOptions))]
    [InlineData("Pipelines:Domains", typeof(DomainOptions))]
    [InlineData("Pipelines:Domains:Acme", typeof(AcmeOptions))]
    [InlineData("Pipelines:Edge:Cloudflare", typeof(CloudflareOptions))]
    [InlineData("Pipelines:Webhooks", typeof(WebhookOptions))]
    [InlineData("Pipelines:Api", typeof(RateLimitOptions))]
    [InlineData("Pipelines:LogReaders", typeof(LogReaderOptions))]
    [InlineData("Pipelines:Statuses", typeof(StatusOptions))]
    [InlineData("Pipelines", typeof(PanelOptions))]
    [InlineData("Pipelines:Metrics", typeof(MetricOptions))]
    [InlineData("Pipelines:Alerts", typeof(AlertOptions))]
    [InlineData("Pipelines:Alerts:Smtp", typeof(SmtpOptions))]
    public async Task Document_names_every_key(string section, Type options)
    {
        var rows = (await File.ReadAllLinesAsync(FindDocument(), TestContext.Current.CancellationToken)).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        var missing = options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.DeclaringType == options)
            .Select(property => property.Name)
            .Where(name => !rows.Exists(row => IsNamed(row, section, name)));

        missing.ShouldBeEmpty();
    }

    // A row may name several keys of a section; all but the first are written without it.
    private static bool IsNamed(string row, string section, string key) =>
        row.Contains($"`{section}:{key}`", StringComparison.Ordinal)
        || row.Contains($"`{section}:{key}:", StringComparison.Ordinal)
        || (row.Contains($"`{section}:", StringComparison.Ordinal) && (row.Contains($"`…:{key}`", StringComparison.Ordinal) || row.Contains($"`…:{key}:", StringComparison.Ordinal)))
        || (key == "DataDirectory" && row.StartsWith("| `Pipelines:DataDirectory`", StringComparison.Ordinal));

    private static string FindDocument()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Pipelines.sln")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException($"there is no Pipelines.sln above {AppContext.BaseDirectory}");
        }

        return Path.Combine(directory.FullName, "docs", "configuration.md");
    }
}
