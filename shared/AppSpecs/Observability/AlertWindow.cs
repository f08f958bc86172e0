namespace Pipelines.AppSpecs;

/// <summary>Over which time a value is measured.</summary>
public enum AlertWindow
{
    /// <summary>Five minutes.</summary>
    FiveMinutes,

    /// <summary>Ten minutes.</summary>
    TenMinutes,

    /// <summary>Thirty minutes.</summary>
    ThirtyMinutes,

    /// <summary>One hour.</summary>
    OneHour,
}
