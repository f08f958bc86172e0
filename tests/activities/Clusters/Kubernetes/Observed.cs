using System.Text.Json.Nodes;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>Objects as a cluster shows them, as far as an observer looks.</summary>
internal static class Observed
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static ReleaseComponent Service(int instances = 1) => new()
    {
        Name = "web",
        Kind = ComponentKind.Service,
        Image = "app/web@sha256:0",
        HttpPort = 8080,
        InstanceCount = instances,
        Readiness = new HealthProbe(null, 8080, 0, 10, 1, 1, 9),
    };

    public static Release Release(params ReleaseComponent[] components) => new() { Id = "r1", AppId = "a1", AppName = "shop", Components = components };

    public static JsonObject Deployment(int replicas = 1, int available = 0, string progress = "ReplicaSetUpdated", string conditions = "") => Parse($$"""
        {
          "metadata": { "name": "web-1", "generation": 1, "labels": { "pipelines.dev/component": "web", "pipelines.dev/release": "r1" } },
          "spec": { "replicas": {{replicas}} },
          "status": {
            "observedGeneration": 1, "replicas": {{replicas}}, "updatedReplicas": {{replicas}}, "availableReplicas": {{available}},
            "conditions": [ { "type": "Progressing", "status": "True", "reason": "{{progress}}", "message": "late" } {{conditions}} ]
          }
        }
        """);

    public static JsonObject Pod(string state, bool ready = false, int restarts = 0, string lastState = "{}", string phase = "Running", string conditions = "", string name = "web-1-a") => Parse($$"""
        {
          "metadata": {
            "name": "{{name}}", "uid": "u-{{name}}", "creationTimestamp": "2026-01-01T12:00:00Z",
            "labels": { "pipelines.dev/component": "web", "pipelines.dev/release": "r1" }
          },
          "status": {
            "phase": "{{phase}}",
            "conditions": [ { "type": "Ready", "status": "{{(ready ? "True" : "False")}}" } {{conditions}} ],
            "containerStatuses": [ { "name": "istio-proxy", "restartCount": 9 }, { "name": "app", "restartCount": {{restarts}}, "state": {{state}}, "lastState": {{lastState}} } ]
          }
        }
        """);

    public static JsonObject Warning(string reason, string message, int count = 1, string pod = "web-1-a", string at = "2026-01-01T12:00:30Z") => Parse($$"""
        { "type": "Warning", "reason": "{{reason}}", "message": {{JsonValue.Create(message).ToJsonString()}}, "count": {{count}}, "lastTimestamp": "{{at}}",
          "involvedObject": { "kind": "Pod", "name": "{{pod}}", "uid": "u-{{pod}}" } }
        """);

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
