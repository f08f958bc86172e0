namespace Pipelines.AppSpecs;

/// <summary>What kind of component one is.</summary>
public enum ComponentKind
{
    /// <summary>Answers HTTP requests.</summary>
    Service,

    /// <summary>Files served as they are.</summary>
    StaticSite,

    /// <summary>Runs in the background.</summary>
    Worker,

    /// <summary>Runs to completion.</summary>
    Job,

    /// <summary>Serverless functions.</summary>
    Functions,
}
