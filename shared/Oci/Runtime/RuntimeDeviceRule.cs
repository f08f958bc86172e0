namespace Pipelines.Oci.Runtime;

/// <summary>Whether a container may use devices.</summary>
/// <param name="Allow">Whether it may.</param>
/// <param name="Access">For what: r, w and m (mknod).</param>
public sealed record RuntimeDeviceRule(bool Allow, string Access);
