namespace Pipelines.Functions.Api.Alerts;

/// <summary>Who is to be told of an alert.</summary>
public sealed record AlertDestinationsBody
{
    /// <summary>Gets the addresses of e-mail, at most 10.</summary>
    public IReadOnlyList<string?> Emails { get; init => field = value ?? []; } = [];

    /// <summary>Gets the webhooks of Slack, at most 10.</summary>
    public IReadOnlyList<SlackWebhookWire?> SlackWebhooks { get; init => field = value ?? []; } = [];

    /// <summary>Gets other webhooks, at most 10; those that are there stay where the member is absent, as clients that do not know it send.</summary>
    public IReadOnlyList<WebhookWire?>? Webhooks { get; init; }
}
