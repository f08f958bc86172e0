namespace Pipelines.Kubernetes.Discovery;

/// <summary>A version of a group that a server says it serves.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Version">The version.</param>
internal sealed record ServedVersion(string Group, string Version)
{
    /// <summary>Gets the path that tells its types.</summary>
    public string Path => Group.Length == 0 ? $"api/{Uri.EscapeDataString(Version)}" : $"apis/{Uri.EscapeDataString(Group)}/{Uri.EscapeDataString(Version)}";
}
