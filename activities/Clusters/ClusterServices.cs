using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Local;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters;

/// <summary>Registers where apps run.</summary>
public static class ClusterServices
{
    /// <summary>Adds the cluster that <c>Pipelines:Cluster</c> chooses as <see cref="ICluster"/>: <see cref="ClusterKind.Local"/> unless it says otherwise.</summary>
    /// <exception cref="InvalidOperationException">The choice is unknown, or something it needs is not configured.</exception>
    public static IServiceCollection AddCluster(this IServiceCollection services, IConfiguration configuration) => Choose(configuration["Pipelines:Cluster"]) switch
    {
        ClusterKind.Kubernetes => services.AddKubernetesCluster(configuration),
        _ => services.AddLocalCluster(configuration),
    };

    private static ClusterKind Choose(string? text) =>
        string.IsNullOrWhiteSpace(text) ? ClusterKind.Local
        : Enum.TryParse<ClusterKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind
        : throw new InvalidOperationException($"Pipelines:Cluster is \"{text}\"; it may be {string.Join(" or ", Enum.GetNames<ClusterKind>())}.");
}
