namespace Pipelines.Kubernetes;

/// <summary>Which objects to list, watch or delete.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Namespace">Only of this namespace; null for all, and for types without namespaces.</param>
/// <param name="LabelSelector">Only with these labels, as <c>app=web,tier!=cache</c>; null for all.</param>
/// <param name="FieldSelector">Only with these fields, as <c>metadata.name=web</c>; null for all.</param>
public sealed record ResourceQuery(ResourceType Type, string? Namespace = null, string? LabelSelector = null, string? FieldSelector = null);
