namespace Pipelines.Deployments.Domains;

/// <summary>What a domain's workflow is told from outside.</summary>
/// <param name="IsRemoved">Whether the domain is no longer in the app's spec; else that it is worth looking at once.</param>
public sealed record DomainSignal(bool IsRemoved)
{
    /// <summary>The name of the external event.</summary>
    public const string EventName = "Signal";

    /// <summary>The workflow instance of a domain.</summary>
    /// <param name="domainId">The domain's id.</param>
    public static string InstanceId(string domainId) => "domain-" + domainId;
}
