using Pipelines.Deployments.Domains;

namespace Pipelines.Functions.Api.Wire;

/// <summary>How far a domain is as the Apps API shows it.</summary>
/// <param name="Steps">The steps, in their order.</param>
public sealed record DomainProgressWire(IReadOnlyList<DomainStep> Steps);
