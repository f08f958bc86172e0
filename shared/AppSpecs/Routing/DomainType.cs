namespace Pipelines.AppSpecs;

/// <summary>A domain's role.</summary>
public enum DomainType
{
    /// <summary>The platform's own domain for the application.</summary>
    Default,

    /// <summary>The one shown and linked to; one at most.</summary>
    Primary,

    /// <summary>Another name for the application.</summary>
    Alias,
}
