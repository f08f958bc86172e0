using Pipelines.EndToEnd.Kubernetes;

namespace Pipelines.EndToEnd.Platform;

/// <summary>How a platform under test is started.</summary>
internal sealed record PlatformSetup
{
    /// <summary>Gets the runtime of instances.</summary>
    public string Runtime { get; init; } = "runc";

    /// <summary>Gets how long a new release is watched for crashes.</summary>
    public TimeSpan Probation { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets a value indicating whether the control plane can be told to kill itself at a commit.</summary>
    public bool CanKillAtCommits { get; init; }

    /// <summary>Gets the platform whose runtime layers are taken over, so that they are not made again; null for none.</summary>
    public PlatformProcess? LayersOf { get; init; }

    /// <summary>Gets the Kubernetes cluster that runs the apps; null for this machine.</summary>
    public ClusterView? Cluster { get; init; }

    /// <summary>Gets how components are built on that cluster; null for builds on this machine.</summary>
    public ClusterBuilds? Builds { get; init; }

    /// <summary>Gets the port of the ingress; null for any.</summary>
    public int? IngressPort { get; init; }

    /// <summary>Gets further environment variables.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
