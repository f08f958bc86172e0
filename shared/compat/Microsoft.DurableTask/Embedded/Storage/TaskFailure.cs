using System.Text.Json;
using Microsoft.DurableTask;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>A failure as it is stored.</summary>
/// <param name="Details">What failed and why.</param>
/// <param name="IsNonRetriable">Whether another attempt is pointless, as when the task is not registered.</param>
internal sealed record TaskFailure(TaskFailureDetails Details, bool IsNonRetriable = false)
{
    public static TaskFailure Parse(string data) => JsonSerializer.Deserialize<TaskFailure>(data)!;

    public static TaskFailure From(Exception exception) => new(TaskFailureDetails.FromException(exception));

    public static TaskFailure NotRegistered(string errorType, string what, string name) => new(
        new TaskFailureDetails(errorType, $"No {what} task named '{name}' was found. Register it in DurableTaskRegistry.", null, null, null), true);

    public string Format() => JsonSerializer.Serialize(this);
}
