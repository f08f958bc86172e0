using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Clusters;
using Pipelines.Oci;
using Pipelines.Storage;

namespace Pipelines.Activities.Clusters.Local;

/// <summary>Registers the local cluster.</summary>
public static class LocalClusterServices
{
    private const int DefaultHttpsPort = 8443;

    /// <summary>
    /// Adds the cluster of this machine's node as <see cref="ICluster"/>, configured by section
    /// <see cref="LocalClusterOptions.Section"/>. What the section leaves open follows from <c>Pipelines:DataDirectory</c>
    /// and <c>Pipelines:Registry</c>; the node's program is the one beside this one.
    /// </summary>
    public static IServiceCollection AddLocalCluster(this IServiceCollection services, IConfiguration configuration)
    {
        return services.AddLocalNode(configuration).AddSingleton<ICluster>(provider => provider.GetRequiredService<LocalCluster>());
    }

    /// <summary>Adds this machine's node alone, whose ingress serves what runs elsewhere.</summary>
    public static IServiceCollection AddLocalNode(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(LocalClusterOptions.Section).Get<LocalClusterOptions>() ?? new LocalClusterOptions();
        return services
            .AddSingleton(Complete(options, configuration))
            .AddSingleton<LocalCluster>();
    }

    private static LocalClusterOptions Complete(LocalClusterOptions options, IConfiguration configuration)
    {
        var data = Path.GetFullPath(configuration["Pipelines:DataDirectory"] ?? ".data");
        var node = Path.Combine(AppContext.BaseDirectory, "node", "Pipelines.Node.dll");
        return CompleteBlobs(options, configuration, data) with
        {
            DataDirectory = options.DataDirectory.Length > 0 ? Path.GetFullPath(options.DataDirectory) : Path.Combine(data, "node"),
            IngressHttpsUrl = options.IngressHttpsUrl ?? HttpsUrlOf(options, configuration),
            NodePath = options.NodePath ?? (File.Exists(node) ? node : null),
            Registry = options.Registry ?? RegistryOf(configuration, data),
        };
    }

    private static Uri? HttpsUrlOf(LocalClusterOptions options, IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration["Pipelines:Domains:Acme:Directory"])
            ? null
            : new UriBuilder(Uri.UriSchemeHttps, options.IngressUrl.Host, DefaultHttpsPort).Uri;

    private static LocalClusterOptions CompleteBlobs(LocalClusterOptions options, IConfiguration configuration, string data)
    {
        if (options.Blobs is not null || options.BlobConnection is not null || options.BlobService is not null)
        {
            return options;
        }

        var storage = StorageOptions.From(configuration);
        return storage.Kind == StorageKind.Azure
            ? options with { BlobConnection = storage.ConnectionString, BlobService = storage.ServiceUri, BlobContainer = options.BlobContainer ?? storage.BlobContainer }
            : options with { Blobs = Path.Combine(data, "blobs") };
    }

    private static string RegistryOf(IConfiguration configuration, string data)
    {
        var registry = configuration.GetSection("Pipelines:Registry").Get<ImageRegistryOptions>() ?? new ImageRegistryOptions();
        if (registry.Host is not { Length: > 0 } host)
        {
            return Path.Combine(data, registry.Directory);
        }

        var isPlain = registry.Scheme == RegistryScheme.Http || (registry.Scheme == RegistryScheme.Auto && IsLoopback(host));
        var user = registry.Username is { Length: > 0 } name ? $"{Uri.EscapeDataString(name)}:{Uri.EscapeDataString(registry.Password ?? "")}@" : "";
        return $"{(isPlain ? "http" : "https")}://{user}{host}";
    }

    private static bool IsLoopback(string host) => Uri.TryCreate("http://" + host, UriKind.Absolute, out var url) && url.IsLoopback;
}
