namespace Pipelines.Deployments;

/// <summary>What an app's spec has no place for: how it follows its repositories.</summary>
public sealed record AppGitSettings
{
    /// <summary>Gets, by component, the paths beside its source directory whose change deploys it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Paths { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Gets its previews.</summary>
    public PreviewSettings Previews { get; init; } = new();

    /// <summary>The paths of a component; null where none are listed.</summary>
    public IReadOnlyList<string>? PathsOf(string component) => Paths.TryGetValue(component, out var paths) && paths.Count > 0 ? paths : null;
}
