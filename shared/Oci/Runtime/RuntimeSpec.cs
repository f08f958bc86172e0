namespace Pipelines.Oci.Runtime;

/// <summary>The <c>config.json</c> of a bundle as the OCI Runtime Specification 1.0.2 defines it; the part that this platform sets.</summary>
public sealed record RuntimeSpec
{
    /// <summary>Gets the version of the specification.</summary>
    public string OciVersion { get; init; } = "1.0.2";

    /// <summary>Gets the process to run.</summary>
    public required RuntimeProcess Process { get; init; }

    /// <summary>Gets the root file system.</summary>
    public required RuntimeRoot Root { get; init; }

    /// <summary>Gets the host name within the container; needs a UTS namespace.</summary>
    public string? Hostname { get; init; }

    /// <summary>Gets the mounts, made in this order.</summary>
    public IReadOnlyList<RuntimeMount> Mounts { get; init; } = RuntimeDefaults.Mounts;

    /// <summary>Gets free-form notes that the runtime keeps with the container.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Gets namespaces, limits and everything else of Linux.</summary>
    public required RuntimeLinux Linux { get; init; }
}
