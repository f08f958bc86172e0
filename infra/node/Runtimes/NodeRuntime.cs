namespace Pipelines.Node.Runtimes;

/// <summary>How instances run on this machine, as the self-test has found.</summary>
/// <param name="Instances">The runtime.</param>
/// <param name="Networks">Whether instances have network namespaces of their own.</param>
/// <param name="Overlay">Whether their files are overlays, else copies.</param>
/// <param name="Cgroups">The control groups that limit them; null where this process may not make any.</param>
/// <param name="Rejected">The runtimes tried before, each with the reason why it is not used.</param>
internal sealed record NodeRuntime(IInstanceRuntime Instances, bool Networks, bool Overlay, CgroupTree? Cgroups, IReadOnlyDictionary<string, string> Rejected);
