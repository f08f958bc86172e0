using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Activities.Releases;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>
/// Writes a component's environment. All of it is a Secret, as a release does not say which values are one; it is named by
/// its content, so that pods change when it does, and cannot be edited under them.
/// </summary>
internal static class EnvironmentSecret
{
    /// <summary>The Secret; null for an empty environment.</summary>
    public static JsonObject? Of(ReleaseKey release, ReleaseComponent component)
    {
        var data = Manifest.Map(component.Environment.Select(variable =>
            KeyValuePair.Create(variable.Key, Convert.ToBase64String(Encoding.UTF8.GetBytes(variable.Value)))));
        if (data is null)
        {
            return null;
        }

        var name = ManifestNames.OfContent(component.Name, release.ReleaseId, data);
        var secret = Manifest.Of("v1", "Secret", ManifestNames.OfApp(release.AppId), name, ManifestLabels.OfComponent(release.AppId, release.ReleaseId, component.Name));
        secret["type"] = "Opaque";
        secret["immutable"] = true;
        secret["data"] = data;
        return secret;
    }
}
