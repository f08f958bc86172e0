using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Client;

namespace Pipelines.Functions.Embedded;

/// <summary>An orchestration instance as the durable webhooks show it.</summary>
internal sealed record InstanceStatus
{
    public required string Name { get; init; }

    public required string InstanceId { get; init; }

    public required string RuntimeStatus { get; init; }

    public JsonElement? Input { get; init; }

    public JsonElement? CustomStatus { get; init; }

    public JsonElement? Output { get; init; }

    public required DateTime CreatedTime { get; init; }

    public required DateTime LastUpdatedTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<InstanceEvent>? HistoryEvents { get; init; }

    public static InstanceStatus Of(OrchestrationMetadata instance, bool showInput) => new()
    {
        Name = instance.Name,
        InstanceId = instance.InstanceId,
        RuntimeStatus = instance.RuntimeStatus.ToString(),
        Input = showInput ? Json(instance.SerializedInput) : null,
        CustomStatus = Json(instance.SerializedCustomStatus),
        Output = Json(instance.SerializedOutput) ?? Failure(instance),
        CreatedTime = instance.CreatedAt.UtcDateTime,
        LastUpdatedTime = instance.LastUpdatedAt.UtcDateTime,
    };

    private static JsonElement? Failure(OrchestrationMetadata instance) =>
        instance.FailureDetails is { } failure
            ? JsonSerializer.SerializeToElement($"{failure.ErrorType}: {failure.ErrorMessage}")
            : null;

    // A custom data converter may write something that is not JSON: it is shown as text then.
    private static JsonElement? Json(string? serialized)
    {
        if (serialized is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(serialized);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(serialized);
        }
    }
}
