using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Wire;

/// <summary>A domain of an app as the Apps API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Spec">What the spec says of it.</param>
/// <param name="Phase">PENDING, CONFIGURING, ACTIVE or ERROR.</param>
public sealed record DomainWire(string Id, DomainSpec Spec, string Phase);
