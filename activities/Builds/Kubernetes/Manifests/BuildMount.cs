namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>Where a step sees a volume.</summary>
/// <param name="Volume">The volume's name.</param>
/// <param name="Path">Where.</param>
/// <param name="SubPath">Only this directory of it; empty for all.</param>
/// <param name="IsReadOnly">Whether the step may not change it.</param>
internal sealed record BuildMount(string Volume, string Path, string SubPath = "", bool IsReadOnly = false);
