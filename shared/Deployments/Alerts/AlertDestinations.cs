namespace Pipelines.Deployments.Alerts;

/// <summary>Who is told of an alert.</summary>
public sealed record AlertDestinations
{
    /// <summary>Gets nobody.</summary>
    public static AlertDestinations None { get; } = new();

    /// <summary>Gets the addresses of e-mail.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>Gets the webhooks of Slack.</summary>
    public IReadOnlyList<SlackDestination> SlackWebhooks { get; init; } = [];

    /// <summary>Gets other webhooks.</summary>
    public IReadOnlyList<WebhookDestination> Webhooks { get; init; } = [];

    /// <summary>Gets the keys by which workflows name the destinations; nothing of a secret can be told from them.</summary>
    public IReadOnlyList<string> Keys => [.. Emails.Select(KeyOf), .. SlackWebhooks.Select(KeyOf), .. Webhooks.Select(KeyOf)];

    /// <summary>The key of an address of e-mail.</summary>
    public static string KeyOf(string email) => AlertCatalog.IdOf("email/" + email);

    /// <summary>The key of a webhook of Slack.</summary>
    public static string KeyOf(SlackDestination slack) => AlertCatalog.IdOf($"slack/{slack.Url}/{slack.Channel}");

    /// <summary>The key of another webhook.</summary>
    public static string KeyOf(WebhookDestination webhook) => AlertCatalog.IdOf("webhook/" + webhook.Url);
}
