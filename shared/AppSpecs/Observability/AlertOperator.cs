namespace Pipelines.AppSpecs;

/// <summary>How a measured value is compared.</summary>
public enum AlertOperator
{
    /// <summary>The value is greater.</summary>
    GreaterThan,

    /// <summary>The value is less.</summary>
    LessThan,
}
