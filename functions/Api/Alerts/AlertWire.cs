using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Alerts;

/// <summary>An alert, as the Apps API shows it. Addresses of webhooks are secrets: they are shown encrypted, and taken back so.</summary>
public sealed record AlertWire
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the component; absent for the app.</summary>
    public string? ComponentName { get; init; }

    /// <summary>Gets the rule.</summary>
    public required AlertSpec Spec { get; init; }

    /// <summary>Gets who gets e-mail.</summary>
    public required IReadOnlyList<string> Emails { get; init; }

    /// <summary>Gets the webhooks of Slack.</summary>
    public required IReadOnlyList<SlackWebhookWire> SlackWebhooks { get; init; }

    /// <summary>Gets other webhooks.</summary>
    public required IReadOnlyList<WebhookWire> Webhooks { get; init; }

    /// <summary>Gets the phase: PENDING before it is looked after, CONFIGURING before anything was measured, ERROR when a message could not be delivered, else ACTIVE.</summary>
    public required string Phase { get; init; }

    /// <summary>Gets how far it is.</summary>
    public required AlertProgressWire Progress { get; init; }

    /// <summary>Gets a value indicating whether what is measured is beyond its value.</summary>
    public bool Raised { get; init; }

    /// <summary>Gets when it was last raised, recovered or happened.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Gets what happened then.</summary>
    public string? Message { get; init; }
}
