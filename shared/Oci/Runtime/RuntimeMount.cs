namespace Pipelines.Oci.Runtime;

/// <summary>A mount in a container.</summary>
/// <param name="Destination">Where, absolute.</param>
/// <param name="Type">The file system; <c>bind</c> for a directory or file of the host.</param>
/// <param name="Source">The device, or the host's path.</param>
/// <param name="Options">The options of mount(8).</param>
public sealed record RuntimeMount(string Destination, string Type, string Source, IReadOnlyList<string> Options)
{
    /// <summary>A file or directory of the host that the container may only read.</summary>
    /// <param name="source">The host's path.</param>
    /// <param name="destination">The path in the container.</param>
    public static RuntimeMount ReadOnly(string source, string destination) =>
        new(destination, "bind", source, ["rbind", "ro", "nosuid", "nodev"]);

    /// <summary>A file or directory of the host that the container may write.</summary>
    /// <param name="source">The host's path.</param>
    /// <param name="destination">The path in the container.</param>
    public static RuntimeMount Writable(string source, string destination) =>
        new(destination, "bind", source, ["rbind", "rw", "nosuid", "nodev"]);

    /// <summary>A file system in memory.</summary>
    /// <param name="destination">The path in the container.</param>
    /// <param name="bytes">How much it may hold.</param>
    /// <param name="mode">The mode of its root, octal.</param>
    public static RuntimeMount Memory(string destination, long bytes, string mode) =>
        new(destination, "tmpfs", "tmpfs", ["nosuid", "nodev", "mode=" + mode, "size=" + bytes]);
}
