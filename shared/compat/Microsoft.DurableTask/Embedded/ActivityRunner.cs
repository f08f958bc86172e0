using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Runs activities, each in a scope of services of its own, and tells the caller's instance how it went.</summary>
internal sealed partial class ActivityRunner(
    EmbeddedEngine engine, DurableTaskFactory factory, DataConverter converter, IServiceProvider services, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<ActivityRunner>();

    public async Task RunAsync(ActivityRecord activity)
    {
        var (kind, data) = await TryRunAsync(activity);
        engine.Deliver(new InboxMessage(
            activity.InstanceId, InboxMessage.Transient, kind, activity.Execution, activity.TaskId, activity.Name, data));
    }

    private async Task<(HistoryEventKind Kind, string? Data)> TryRunAsync(ActivityRecord record)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            if (!factory.TryCreateActivity(record.Name, record.Version, scope.ServiceProvider, out var activity))
            {
                return (HistoryEventKind.TaskFailed, TaskFailure.NotRegistered("ActivityTaskNotFound", "activity", record.Name).Format());
            }

            var input = record.Input is null ? null : converter.Deserialize(record.Input, activity.InputType);
            var output = await activity.RunAsync(new EmbeddedActivityContext(record), input);
            return (HistoryEventKind.TaskCompleted, converter.Serialize(output));
        }
        catch (Exception exception)
        {
            LogFailed(exception, record.Name, record.InstanceId);
            return (HistoryEventKind.TaskFailed, TaskFailure.From(exception).Format());
        }
    }

    [LoggerMessage(LogLevel.Warning, "Activity {Name} of {InstanceId} failed")]
    private partial void LogFailed(Exception exception, string name, string instanceId);
}
