using Pipelines.Node.State;

namespace Pipelines.Node.Instances;

/// <summary>Where the parts of an instance lie.</summary>
internal sealed class InstanceFiles(NodePaths paths, string instanceId)
{
    public string Record => Path.Combine(paths.Run, instanceId + ".json");

    public string Directory => paths.Instance(instanceId);

    public string Bundle => Path.Combine(Directory, "bundle");

    public string Root => Path.Combine(Directory, "rootfs");

    public string Upper => Path.Combine(Directory, "upper");

    public string Work => Path.Combine(Directory, "work");

    public string Log => Path.Combine(paths.Logs, instanceId + ".log");

    public string Pid(int attempt) => Path.Combine(paths.Run, $"{instanceId}.{attempt}.pid");

    public string Exit(int attempt) => Path.Combine(paths.Run, $"{instanceId}.{attempt}.exit");

    /// <summary>Removes the markers of a run.</summary>
    public void DeleteMarkers(int attempt)
    {
        File.Delete(Pid(attempt));
        File.Delete(Exit(attempt));
    }
}
