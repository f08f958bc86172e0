namespace Pipelines.AppSpecs;

/// <summary>When an environment variable is there.</summary>
public enum EnvScope
{
    /// <summary>While the component is built and while it runs; the default.</summary>
    RunAndBuildTime,

    /// <summary>While the component runs.</summary>
    RunTime,

    /// <summary>While the component is built.</summary>
    BuildTime,
}
