using System.Text.Json.Nodes;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>A build's Job in the cluster.</summary>
/// <param name="Job">The Job as it is.</param>
/// <param name="WasThere">Whether an earlier process made it.</param>
/// <param name="Expires">When what the build may use ends unless it is renewed; null for never.</param>
internal sealed record EnsuredJob(JsonObject Job, bool WasThere, DateTimeOffset? Expires);
