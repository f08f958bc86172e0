using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Wire;

/// <summary>The cause of a deployment for a program.</summary>
/// <param name="Type">The kind of cause.</param>
public sealed record CauseDetailsWire(DeploymentCauseType Type);
