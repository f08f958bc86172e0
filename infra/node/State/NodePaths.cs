using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Node.State;

/// <summary>Where the node's state lies below its data directory. README.md describes the same for people.</summary>
internal sealed class NodePaths
{
    internal const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public NodePaths(string dataDirectory)
    {
        Data = Path.GetFullPath(dataDirectory);
        Tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Data)))[..8];
    }

    public string Data { get; }

    /// <summary>Eight hexadecimal digits that tell this node's namespaces and cgroups from those of another node of the machine.</summary>
    public string Tag { get; }

    public string Lock => Path.Combine(Data, "node.lock");

    public string Socket => Path.Combine(Data, "node.sock");

    public string SelfTest => Path.Combine(Data, "selftest.json");

    public string Apps => Path.Combine(Data, "apps");

    public string Jobs => Path.Combine(Data, "jobs");

    /// <summary>Gets the records and markers of instances: flat, so that one watch sees them all.</summary>
    public string Run => Path.Combine(Data, "run");

    /// <summary>Gets the output of instances: flat, so that one watch sees it all.</summary>
    public string Logs => Path.Combine(Data, "logs");

    public string Instances => Path.Combine(Data, "instances");

    public string Layers => Path.Combine(Data, "layers");

    public string Images => Path.Combine(Data, "images");

    public string Runtime => Path.Combine(Data, "runtime");

    /// <summary>Gets what belongs to shells that are open; worthless to the next node.</summary>
    public string Shells => Path.Combine(Data, "shells");

    public string Certificates => Path.Combine(Data, "certificates");

    public string Challenges => Path.Combine(Data, "challenges");

    public string Certificate(string domainId) => Path.Combine(Certificates, domainId + ".json");

    public string Challenge(string token) => Path.Combine(Challenges, token + ".json");

    public string App(string appId) => Path.Combine(Apps, appId);

    public string AppFile(string appId) => Path.Combine(Apps, appId, "app.json");

    public string Release(string appId, string releaseId) => Path.Combine(Apps, appId, "releases", releaseId + ".json");

    public string Releases(string appId) => Path.Combine(Apps, appId, "releases");

    public string Job(string keyHash) => Path.Combine(Jobs, keyHash + ".json");

    public string Instance(string instanceId) => Path.Combine(Instances, instanceId);

    public void Create()
    {
        foreach (var directory in (string[])[Data, Apps, Jobs, Run, Logs, Instances, Layers, Images, Runtime, Shells, Certificates, Challenges])
        {
            Directory.CreateDirectory(directory, OwnerOnly);
        }

        File.SetUnixFileMode(Data, OwnerOnly);
    }

    /// <summary>A short stable name for something that names and paths of the kernel are too short for.</summary>
    internal static string Hash(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))));
}
