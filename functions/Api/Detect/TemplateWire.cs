using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Detect;

/// <summary>The content of a <c>.do/deploy.template.yaml</c>.</summary>
/// <param name="Spec">The spec.</param>
public sealed record TemplateWire(AppSpec Spec);
