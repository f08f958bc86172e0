namespace Pipelines.Kubernetes;

/// <summary>What a cluster serves.</summary>
/// <param name="ServerVersion">The server's version, as <c>v1.20.2</c>.</param>
/// <param name="Types">Every type at every served version; within a group the versions the server prefers come first.</param>
public sealed record ApiCatalog(string ServerVersion, IReadOnlyList<ResourceType> Types)
{
    /// <summary>Finds a type at the first of some versions that is served.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="versions">The versions the caller speaks, best first; none for whichever the server prefers.</param>
    /// <returns>Null when the cluster serves none of them.</returns>
    public ResourceType? Find(string group, string kind, params ReadOnlySpan<string> versions)
    {
        foreach (var version in versions)
        {
            if (Types.FirstOrDefault(type => type.Group == group && type.Kind == kind && type.Version == version) is { } found)
            {
                return found;
            }
        }

        return versions.IsEmpty ? Types.FirstOrDefault(type => type.Group == group && type.Kind == kind) : null;
    }
}
