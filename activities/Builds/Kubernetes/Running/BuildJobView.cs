using System.Text.Json.Nodes;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>A build's Job and its newest pod as they were last seen.</summary>
/// <param name="Job">The Job; null when there is none any more.</param>
/// <param name="Pod">The newest pod, also when it is gone by now; null when there was none yet.</param>
/// <param name="IsPodGone">Whether the pod does not exist any more.</param>
/// <param name="Pods">How many pods the Job has had: it makes another when one is taken away.</param>
internal sealed record BuildJobView(JsonObject? Job, JsonObject? Pod, bool IsPodGone, int Pods = 1);
