namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>A variable of a step whose value only a Secret holds.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Secret">The Secret.</param>
/// <param name="Key">The key within.</param>
internal sealed record SecretVariable(string Name, string Secret, string Key);
