using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes.Tests.RealCluster;

/// <summary>Documents for the real cluster, and types of it.</summary>
internal static class Manifests
{
    public static readonly ResourceType ConfigMap = new(string.Empty, "v1", "ConfigMap", "configmaps", true);
    public static readonly ResourceType Namespace = new(string.Empty, "v1", "Namespace", "namespaces", false);
    public static readonly ResourceType Pod = new(string.Empty, "v1", "Pod", "pods", true);
    public static readonly ResourceType Deployment = new("apps", "v1", "Deployment", "deployments", true);

    public static JsonObject ConfigMapOf(string space, string name, params (string Key, string Value)[] data) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["namespace"] = space, ["name"] = name, ["labels"] = new JsonObject { ["made-by"] = "client-tests" } },
        ["data"] = new JsonObject(data.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
    };

    public static JsonObject DeploymentOf(string space, string name) => JsonNode.Parse($$"""
        {
          "apiVersion": "apps/v1",
          "kind": "Deployment",
          "metadata": { "namespace": "{{space}}", "name": "{{name}}" },
          "spec": {
            "replicas": 0,
            "selector": { "matchLabels": { "app": "{{name}}" } },
            "template": {
              "metadata": { "labels": { "app": "{{name}}" } },
              "spec": { "containers": [{ "name": "web", "image": "none.invalid/web:1" }] }
            }
          }
        }
        """)!.AsObject();

    public static JsonObject DefinitionOf(string group) => JsonNode.Parse($$"""
        {
          "apiVersion": "apiextensions.k8s.io/v1",
          "kind": "CustomResourceDefinition",
          "metadata": { "name": "things.{{group}}" },
          "spec": {
            "group": "{{group}}",
            "scope": "Cluster",
            "names": { "plural": "things", "singular": "thing", "kind": "Thing" },
            "versions": [{
              "name": "v1", "served": true, "storage": true,
              "schema": { "openAPIV3Schema": { "type": "object", "properties": { "spec": { "type": "object", "properties": { "size": { "type": "integer" } } } } } }
            }]
          }
        }
        """)!.AsObject();

    public static JsonObject PodOf(string space, string name, string image, string script) => JsonNode.Parse($$"""
        {
          "apiVersion": "v1",
          "kind": "Pod",
          "metadata": { "namespace": "{{space}}", "name": "{{name}}" },
          "spec": {
            "restartPolicy": "Never",
            "automountServiceAccountToken": false,
            "terminationGracePeriodSeconds": 1,
            "containers": [{ "name": "main", "image": "{{image}}", "command": ["sh", "-c", {{JsonValue.Create(script).ToJsonString()}}] }]
          }
        }
        """)!.AsObject();
}
