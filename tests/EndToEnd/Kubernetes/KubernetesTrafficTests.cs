using Pipelines.EndToEnd.Traffic;

namespace Pipelines.EndToEnd.Kubernetes;

/// <summary>Apps as pods under gVisor.</summary>
public sealed class KubernetesTrafficTests(SharedKubernetesPlatform shared) : NoDroppedRequestTests(shared);
