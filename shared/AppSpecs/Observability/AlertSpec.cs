namespace Pipelines.AppSpecs;

/// <summary>An alert about the application or a component.</summary>
public sealed record AlertSpec
{
    /// <summary>What the alert is about; required.</summary>
    public AlertRule? Rule { get; init; }

    /// <summary>True keeps the alert but never raises it. Default false.</summary>
    public bool Disabled { get; init; }

    /// <summary>How the measured value is compared; rules that measure something.</summary>
    public AlertOperator? Operator { get; init; }

    /// <summary>What the measured value is compared with; its unit depends on the rule.</summary>
    public double? Value { get; init; }

    /// <summary>Over which time the value is measured; rules that measure something.</summary>
    public AlertWindow? Window { get; init; }
}
