namespace Pipelines.Functions.Api.Alerts;

/// <summary>Another webhook.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Secret">What its messages are signed with; absent for no signature.</param>
public sealed record WebhookWire(string? Url, string? Secret);
