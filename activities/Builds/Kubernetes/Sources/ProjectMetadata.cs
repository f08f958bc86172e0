using System.Text.Json;

namespace Pipelines.Activities.Builds.Kubernetes.Sources;

/// <summary>Writes <c>project-metadata.toml</c> (Buildpacks Platform API): what the image's label says about its source. Pure.</summary>
internal static class ProjectMetadata
{
    /// <summary>The file's text.</summary>
    public static string Of(BuildRequest request) => $"""
        [source]
        type = "git"

        [source.version]
        commit = {Quote(request.Snapshot.Commit)}

        [source.metadata]
        repository = {Quote(request.SourceUrl)}

        """.ReplaceLineEndings("\n");

    // Strings of JSON are basic strings of TOML.
    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
