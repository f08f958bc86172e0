namespace Pipelines.Deployments.Events;

/// <summary>What happened to an app, beside its deployments.</summary>
public enum AppEventType
{
    /// <summary>A domain serves (alert rule DOMAIN_LIVE).</summary>
    DomainLive,

    /// <summary>A domain could not be configured, or its certificate not renewed (alert rule DOMAIN_FAILED).</summary>
    DomainFailed,
}
