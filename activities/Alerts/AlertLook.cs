using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>What a look at the alerts of all apps has found.</summary>
/// <param name="Apps">What is new, by app; nothing that was recorded before.</param>
/// <param name="IsComplete">Whether that is all; the rest is found by the next look.</param>
/// <param name="Interval">How long to wait before the next look.</param>
public sealed record AlertLook(IReadOnlyList<AppAlertChanges> Apps, bool IsComplete, TimeSpan Interval);
