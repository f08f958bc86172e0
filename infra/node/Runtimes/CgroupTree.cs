namespace Pipelines.Node.Runtimes;

/// <summary>The machine's control groups, version 1, 2 or the hybrid of both, and the node's branch of them.</summary>
internal sealed class CgroupTree
{
    private const string Root = "/sys/fs/cgroup";
    private static readonly string[] Controllers = ["memory", "cpu", "cpuacct", "pids"];
    private readonly string branch;
    private readonly bool unified;
    private readonly IReadOnlyDictionary<string, string> hierarchies;

    private CgroupTree(string branch, bool unified, IReadOnlyDictionary<string, string> hierarchies)
    {
        this.branch = branch;
        this.unified = unified;
        this.hierarchies = hierarchies;
    }

    /// <summary>Finds the hierarchies and makes the node's branch; null where this process may not.</summary>
    public static CgroupTree? Open(string tag)
    {
        var path = "/pipelines-" + tag;
        var isUnified = File.Exists($"{Root}/cgroup.controllers");
        var found = Controllers
            .Select(controller => (controller, Path: isUnified ? Root : $"{Root}/{controller}"))
            .Where(each => Directory.Exists(each.Path))
            .ToDictionary(each => each.controller, each => each.Path);
        if (!found.ContainsKey("memory"))
        {
            return null;
        }

        try
        {
            foreach (var hierarchy in found.Values)
            {
                Directory.CreateDirectory(hierarchy + path);
            }

            if (isUnified)
            {
                File.WriteAllText($"{Root}/cgroup.subtree_control", "+memory +cpu +pids");
                File.WriteAllText($"{Root}{path}/cgroup.subtree_control", "+memory +cpu +pids");
            }

            return new CgroupTree(path, isUnified, found);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The group of an instance, whether it exists or not.</summary>
    public InstanceCgroup Of(string instanceId)
    {
        var path = $"{branch}/{instanceId}";
        return new InstanceCgroup(path, hierarchies.ToDictionary(each => each.Key, each => each.Value + path), [.. Everywhere().Select(each => each + path)], unified);
    }

    /// <summary>Removes the node's branch where nothing is left in it.</summary>
    public void RemoveIfEmpty()
    {
        foreach (var hierarchy in Everywhere())
        {
            _ = Interop.Libc.RemoveDirectory(hierarchy + branch);
        }
    }

    private IReadOnlyList<string> Everywhere() => unified ? [Root] : Directory.GetDirectories(Root);
}
