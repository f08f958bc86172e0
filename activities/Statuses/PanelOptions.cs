namespace Pipelines.Activities.Statuses;

/// <summary>Where people reach the platform (section <c>Pipelines</c>).</summary>
public sealed class PanelOptions
{
    /// <summary>Gets or sets the address at which people reach the platform; none: others are given no links to it.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The panel's page of a deployment; null without an address.</summary>
    internal Uri? PageOf(string appId, string deploymentId) =>
        PublicUrl is { } address ? new Uri($"{address.ToString().TrimEnd('/')}/panel/apps/{appId}/deployments/{deploymentId}") : null;
}
