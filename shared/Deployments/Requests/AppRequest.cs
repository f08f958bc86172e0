using System.Text.Json.Serialization;

namespace Pipelines.Deployments.Requests;

/// <summary>What an app's eternal workflow is asked to do, one at a time, in the order of arrival.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(DeployRequest), "deploy")]
[JsonDerivedType(typeof(RollbackRequest), "rollback")]
[JsonDerivedType(typeof(CommitRollbackRequest), "commit-rollback")]
[JsonDerivedType(typeof(RevertRollbackRequest), "revert-rollback")]
[JsonDerivedType(typeof(CancelRequest), "cancel")]
[JsonDerivedType(typeof(DeleteRequest), "delete")]
public abstract record AppRequest
{
    /// <summary>Gets when it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }
}
