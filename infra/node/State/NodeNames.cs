namespace Pipelines.Node.State;

/// <summary>The names under which an app's things are known to the kernel, short and distinct between nodes of a machine.</summary>
internal sealed class NodeNames(NodePaths paths)
{
    private const int HashLength = 8;

    /// <summary>The network namespace of an app.</summary>
    public string Network(string appId) => $"pl-{paths.Tag}-{App(appId)}";

    /// <summary>The network namespace of an instance.</summary>
    public string Network(string appId, int address) => $"{Network(appId)}-{address}";

    /// <summary>The name of an instance, unique within its app.</summary>
    public static string Instance(string component, string releaseId, int index) => $"{component}-{NodePaths.Hash(releaseId)[..6]}-{index}";

    /// <summary>The id of an instance, unique on the node.</summary>
    public static string InstanceId(string appId, string name) => $"{App(appId)}-{name}";

    /// <summary>The hash of a job's key.</summary>
    public static string Job(string appId, string key) => NodePaths.Hash(appId, key)[..16];

    private static string App(string appId) => NodePaths.Hash(appId)[..HashLength];
}
