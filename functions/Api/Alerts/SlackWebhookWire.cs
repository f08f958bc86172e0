namespace Pipelines.Functions.Api.Alerts;

/// <summary>A webhook of Slack.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Channel">The channel; absent for the webhook's own.</param>
public sealed record SlackWebhookWire(string? Url, string? Channel);
