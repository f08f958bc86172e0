using System.Text.Json.Serialization;

namespace Pipelines.Functions.Embedded;

/// <summary>Something that happened to an orchestration instance, as the durable webhooks show it.</summary>
/// <param name="EventType">What it was, such as TaskScheduled.</param>
/// <param name="Timestamp">When, in UTC.</param>
/// <param name="Name">The task's or event's name; left out when it has none.</param>
/// <param name="Detail">Its payload, reason or failure; left out unless asked for.</param>
internal sealed record InstanceEvent(
    [property: JsonPropertyName("EventType")] string EventType,
    [property: JsonPropertyName("Timestamp")] DateTime Timestamp,
    [property: JsonPropertyName("Name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonPropertyName("Detail"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail);
