using System.Text.Json.Nodes;

namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>Renders the claim of the volume in which a component's builds keep their layers. Pure.</summary>
internal static class CacheClaimRenderer
{
    /// <summary>Renders the claim.</summary>
    public static JsonObject Render(string name, string appId, string component, KubernetesBuildOptions options)
    {
        var spec = new JsonObject
        {
            ["accessModes"] = new JsonArray("ReadWriteOnce"),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = $"{options.Buildpacks.CacheBytes}" } },
        };
        if (options.Buildpacks.CacheStorageClass is { } storageClass)
        {
            spec["storageClassName"] = storageClass;
        }

        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = options.Namespace,
                ["labels"] = new JsonObject { [BuildLabels.ManagedBy] = "pipelines", [BuildLabels.App] = appId, [BuildLabels.Component] = component },
            },
            ["spec"] = spec,
        };
    }
}
