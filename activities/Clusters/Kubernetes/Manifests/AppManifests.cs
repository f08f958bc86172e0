using System.Text;
using System.Text.Json.Nodes;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>What an app's namespace is and holds before anything runs there.</summary>
internal sealed class AppManifests(ClusterProfile profile, KubernetesOptions options)
{
    /// <summary>Enough for any app, and nothing that costs or opens a port of a node.</summary>
    private static readonly Dictionary<string, string> s_quota = new(StringComparer.Ordinal)
    {
        ["persistentvolumeclaims"] = "0",
        ["pods"] = "1000",
        ["services.loadbalancers"] = "0",
        ["services.nodeports"] = "0",
    };

    public IEnumerable<JsonObject> Render(string appId, string appName)
    {
        var space = ManifestNames.OfApp(appId);
        yield return Manifest.Of("v1", "Namespace", null, space, LabelsOf(appId, space), new JsonObject { [ManifestLabels.AppName] = appName });
        yield return Quota(appId, space);
        if (options.ImagePullUsername is { Length: > 0 } username)
        {
            yield return PullSecret(appId, space, username);
        }

        yield return ServiceAccount(appId, space);
    }

    private JsonObject LabelsOf(string appId, string space)
    {
        var level = options.PodSecurityLevel == PodSecurityLevel.Restricted ? "restricted" : "baseline";
        var labels = ManifestLabels.OfApp(appId)
            .With(ManifestLabels.NamespaceName, space)
            .With("pod-security.kubernetes.io/enforce", level)
            .With("pod-security.kubernetes.io/warn", level);

        // A sidecar wants rights that no pod of an app has; the mesh ends at its gateway.
        return profile.VirtualService is null ? labels : labels.With("istio-injection", "disabled");
    }

    private JsonObject Quota(string appId, string space)
    {
        var quota = Manifest.Of("v1", "ResourceQuota", space, "app", ManifestLabels.OfApp(appId));
        quota["spec"] = new JsonObject { ["hard"] = Manifest.Map(options.Quota ?? s_quota) ?? [] };
        return quota;
    }

    private JsonObject PullSecret(string appId, string space, string username)
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{options.ImagePullPassword}"));
        var config = new JsonObject { ["auths"] = new JsonObject { [options.ImageRegistry ?? ""] = new JsonObject { ["auth"] = login } } };
        var secret = Manifest.Of("v1", "Secret", space, ManifestNames.PullSecret, ManifestLabels.OfApp(appId));
        secret["type"] = "kubernetes.io/dockerconfigjson";
        secret["data"] = new JsonObject { [".dockerconfigjson"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(config.ToJsonString())) };
        return secret;
    }

    private static JsonObject ServiceAccount(string appId, string space)
    {
        var account = Manifest.Of("v1", "ServiceAccount", space, ManifestNames.ServiceAccount, ManifestLabels.OfApp(appId));
        account["automountServiceAccountToken"] = false;
        return account;
    }
}
