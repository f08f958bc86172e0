namespace Pipelines.Deployments.Alerts;

/// <summary>A webhook of Slack.</summary>
/// <param name="Url">Its address, which is a secret: encrypted.</param>
/// <param name="Channel">The channel; null for the webhook's own.</param>
public sealed record SlackDestination(string Url, string? Channel)
{
    /// <inheritdoc/>
    public override string ToString() => $"Slack {Channel}";
}
