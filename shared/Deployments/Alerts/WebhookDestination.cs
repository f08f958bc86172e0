namespace Pipelines.Deployments.Alerts;

/// <summary>A webhook of anybody.</summary>
/// <param name="Url">Its address, which may hold a secret: encrypted.</param>
/// <param name="Secret">What its messages are signed with: encrypted; null for no signature.</param>
public sealed record WebhookDestination(string Url, string? Secret)
{
    /// <inheritdoc/>
    public override string ToString() => Secret is null ? "webhook" : "signed webhook";
}
