using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes;

/// <summary>One event of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object; null for <see cref="ResourceEventType.Reset"/> and <see cref="ResourceEventType.Synced"/>.</param>
public sealed record ResourceEvent(ResourceEventType Type, JsonObject? Object);
