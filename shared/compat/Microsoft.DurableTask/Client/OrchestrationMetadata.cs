using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Microsoft.DurableTask.Client;

/// <summary>The state of an orchestration at a moment.</summary>
public sealed class OrchestrationMetadata
{
    private const int ShownPayload = 50;

    /// <summary>Initializes a new instance of the <see cref="OrchestrationMetadata"/> class.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="instanceId">The id of the instance.</param>
    public OrchestrationMetadata(string name, string instanceId)
    {
        Name = name;
        InstanceId = instanceId;
    }

    /// <summary>Gets the orchestrator's name.</summary>
    public string Name { get; }

    /// <summary>Gets the id of the instance.</summary>
    public string InstanceId { get; }

    /// <summary>Gets the converter of the payloads; null when they were not fetched.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Gets the status.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>Gets when the instance was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the instance last changed.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Gets the serialized input; null when there is none or it was not fetched.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>Gets the serialized output; null when there is none or it was not fetched.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>Gets the serialized custom status; null when there is none or it was not fetched.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>Gets the tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets why the orchestration failed; null unless it did.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Gets a value indicating whether the status is Running.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Gets a value indicating whether the orchestration has ended.</summary>
    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>Gives the input.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>The input; the type's default when there is none.</returns>
    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadInputAs<T>() => Converter().Deserialize<T>(SerializedInput);

    /// <summary>Gives the output.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>The output; the type's default when there is none.</returns>
    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadOutputAs<T>() => Converter().Deserialize<T>(SerializedOutput);

    /// <summary>Gives the custom status.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>The custom status; the type's default when there is none.</returns>
    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadCustomStatusAs<T>() => Converter().Deserialize<T>(SerializedCustomStatus);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}");
        Append(text, "Input", SerializedInput);
        Append(text, "Output", SerializedOutput);
        Append(text, "FailureDetails", FailureDetails is { } failure ? $"{failure.ErrorType} - {failure.ErrorMessage}" : null);
        return text.Append(']').ToString();
    }

    private static void Append(StringBuilder text, string name, string? payload)
    {
        if (payload is not null)
        {
            var shown = payload.Length > ShownPayload ? string.Concat(payload.AsSpan(0, ShownPayload), "...") : payload;
            text.Append(", ").Append(name).Append(": '").Append(shown).Append('\'');
        }
    }

    private DataConverter Converter([CallerMemberName] string? method = null) => DataConverter ?? throw new InvalidOperationException(
        $"The {method} method can only be used on {nameof(OrchestrationMetadata)} objects that are fetched with inputs and outputs.");
}
