namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>A port of a component.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its number, 1 to 65535.</param>
internal sealed record ServicePort(string Name, int Number);
