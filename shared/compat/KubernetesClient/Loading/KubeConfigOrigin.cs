namespace k8s.Loading;

/// <summary>Where a part of a configuration was read.</summary>
/// <param name="Source">The file's path, or what else to call it in messages.</param>
/// <param name="Path">The part's place, as <c>users[2].user</c>.</param>
/// <param name="Directory">Where relative paths start; null for the working directory.</param>
internal sealed record KubeConfigOrigin(string Source, string Path, string? Directory)
{
    /// <summary>A name for a field in messages.</summary>
    public string Field(string name) => $"{Source}: {Path}.{name}";

    /// <summary>Resolves a path of the configuration.</summary>
    public string Resolve(string path) => Directory is null ? path : System.IO.Path.Combine(Directory, path);
}
