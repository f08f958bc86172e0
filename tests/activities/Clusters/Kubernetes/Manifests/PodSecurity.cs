namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>Kubernetes, Pod Security Standards.</summary>
internal static class PodSecurity
{
    /// <summary>The capabilities that the level baseline lets a container add.</summary>
    public static IReadOnlyList<string> BaselineCapabilities { get; } =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];
}
