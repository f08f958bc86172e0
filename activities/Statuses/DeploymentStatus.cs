using Pipelines.Deployments;

namespace Pipelines.Activities.Statuses;

/// <summary>How a deployment is, as a git provider is to be told.</summary>
public sealed record DeploymentStatus
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the app's name.</summary>
    public required string AppName { get; init; }

    /// <summary>Gets the deployment's id.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Gets the repository to tell.</summary>
    public required HostedRepository Repository { get; init; }

    /// <summary>Gets the commit that is deployed.</summary>
    public required string Commit { get; init; }

    /// <summary>Gets where the deployment is: BUILDING, ACTIVE, ERROR, SUPERSEDED or CANCELED.</summary>
    public required DeploymentPhase Phase { get; init; }

    /// <summary>Gets why it ended; null when it went well or has not ended.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the URL that answers.</summary>
    public string? LiveUrl { get; init; }

    /// <summary>Gets a value indicating whether the app is the preview of a pull request.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Gets the provider's own id of the deployment, from an earlier receipt.</summary>
    public long? ProviderId { get; init; }

    /// <summary>Gets what tells this app's statuses from others'; the same for all its deployments.</summary>
    internal string Context => "pipelines/" + AppName;

    /// <summary>Gets it in one line for a person, at most 140 characters, as GitHub takes them.</summary>
    internal string Description
    {
        get
        {
            var text = Phase switch
            {
                DeploymentPhase.Active => LiveUrl is null ? "Deployed" : "Deployed to " + LiveUrl,
                DeploymentPhase.Error => Reason ?? "Failed",
                DeploymentPhase.Superseded => "Superseded by a newer deployment",
                DeploymentPhase.Canceled => "Cancelled",
                _ => "Deploying",
            };
            text = text.ReplaceLineEndings(" ");
            return text.Length <= 140 ? text : text[..139] + "…";
        }
    }
}
