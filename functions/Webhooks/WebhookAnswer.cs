namespace Pipelines.Functions.Webhooks;

/// <summary>What the platform does with a delivery.</summary>
/// <param name="Result">accepted, duplicate, ignored or pong.</param>
/// <param name="Reason">Why, for a person; with one that was accepted, why it will deploy nothing; null when it will, or may.</param>
/// <param name="Instances">The workflows that deal with it, to be looked up among the durable instances.</param>
public sealed record WebhookAnswer(string Result, string? Reason, IReadOnlyList<string> Instances);
