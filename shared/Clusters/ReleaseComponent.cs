using Pipelines.AppSpecs;

namespace Pipelines.Clusters;

/// <summary>One component of a release.</summary>
public sealed record ReleaseComponent
{
    /// <summary>Gets the component's name, unique within the release.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the kind: service, worker or static site.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>Gets the image by repository and digest (<c>repository@sha256:…</c>); null for a static site.</summary>
    public string? Image { get; init; }

    /// <summary>
    /// Gets the address at which something outside the cluster already serves the component, without a path; null for a
    /// component that the cluster runs. A cluster only routes to it.
    /// </summary>
    public Uri? Upstream { get; init; }

    /// <summary>Gets the digest of the site manifest in the blob store; null unless a static site.</summary>
    public string? SiteDigest { get; init; }

    /// <summary>Gets the index document of a static site.</summary>
    public string? IndexDocument { get; init; }

    /// <summary>Gets the document served with status 404 by a static site.</summary>
    public string? ErrorDocument { get; init; }

    /// <summary>Gets the document served with status 200 for any unknown path by a static site.</summary>
    public string? CatchallDocument { get; init; }

    /// <summary>Gets the command line, run by <c>/bin/sh -c</c>, that replaces the image's own; null to run the image's.</summary>
    public string? RunCommand { get; init; }

    /// <summary>Gets the resolved run-time environment, PORT included.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the number of instances, 1 to 250.</summary>
    public int InstanceCount { get; init; } = 1;

    /// <summary>Gets how the number of instances follows the load; null when it stays. A cluster that cannot scale keeps <see cref="InstanceCount"/>.</summary>
    public InstanceScaling? Scaling { get; init; }

    /// <summary>Gets the CPU limit of one instance in thousandths of a core.</summary>
    public int CpuMillicores { get; init; } = 1000;

    /// <summary>Gets the memory limit of one instance in bytes.</summary>
    public long MemoryBytes { get; init; } = 512L << 20;

    /// <summary>Gets the port that takes public traffic; 0 for a component without one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Gets a value indicating whether the service speaks HTTP/2 without TLS on its port.</summary>
    public bool Http2 { get; init; }

    /// <summary>Gets the ports that only the app's own components reach.</summary>
    public IReadOnlyList<int> InternalPorts { get; init; } = [];

    /// <summary>Gets the readiness check with every default filled in; null for a component that is ready when it runs.</summary>
    public HealthProbe? Readiness { get; init; }

    /// <summary>Gets the liveness check with every default filled in; null for none.</summary>
    public HealthProbe? Liveness { get; init; }

    /// <summary>Gets how long a stopping instance keeps answering what it has, 0 to 110 s.</summary>
    public int DrainSeconds { get; init; } = 15;

    /// <summary>Gets how long an instance may take from SIGTERM to its end before SIGKILL, 1 to 600 s.</summary>
    public int GracePeriodSeconds { get; init; } = 120;
}
