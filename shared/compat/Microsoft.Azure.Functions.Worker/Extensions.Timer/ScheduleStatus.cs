namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where a schedule stands. All times are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The last occurrence that ran; the default value when none did.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
