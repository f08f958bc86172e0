using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains.Certificates;

/// <summary>How far the proof of a name is.</summary>
/// <param name="IsReady">Whether the authority can look at it.</param>
/// <param name="OwnerRecord">The record that the owner of the name is to set; null where the platform sees to it.</param>
internal sealed record ProofState(bool IsReady, DomainValidation? OwnerRecord = null);
