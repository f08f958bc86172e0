using System.Text;
using System.Text.Json.Nodes;

namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>Renders what a build may know that others may not. Pure.</summary>
internal static class BuildSecretRenderer
{
    /// <summary>The key of the source's address.</summary>
    public const string SourceUrl = "source-url";

    /// <summary>The key of what the lifecycle's <c>CNB_REGISTRY_AUTH</c> is set to.</summary>
    public const string RegistryAuth = "cnb-registry-auth";

    /// <summary>The key, and the file name, of a docker config.</summary>
    public const string DockerConfig = "config.json";

    /// <summary>The key, and the file name, of what the exporter is told about the source.</summary>
    public const string ProjectMetadata = "project-metadata.toml";

    /// <summary>Renders a Secret of a build.</summary>
    /// <param name="job">The build.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="name">The Secret's name.</param>
    /// <param name="values">The values by key.</param>
    /// <param name="owner">The uid of the Job it goes with; null while there is none.</param>
    public static JsonObject Render(BuildJob job, string space, string name, IReadOnlyDictionary<string, string> values, string? owner)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = space, ["labels"] = BuildLabels.For(job) };
        if (owner is not null)
        {
            metadata["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "batch/v1",
                ["kind"] = "Job",
                ["name"] = job.Name,
                ["uid"] = owner,
            });
        }

        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = metadata,
            ["type"] = "Opaque",
            ["data"] = new JsonObject(values
                .OrderBy(value => value.Key, StringComparer.Ordinal)
                .Select(value => KeyValuePair.Create(value.Key, (JsonNode?)Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Value))))),
        };
    }
}
