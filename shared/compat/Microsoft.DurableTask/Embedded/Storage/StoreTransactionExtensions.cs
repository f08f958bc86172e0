using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>The statements of the writer.</summary>
internal static class StoreTransactionExtensions
{
    private const string LiveStatuses = "(0, 6, 7)";

    public static InstanceRecord? FindInstance(this StoreTransaction transaction, string id) => transaction
        .Query($"SELECT {StoreReader.InstanceColumns} FROM instances WHERE id = @p0", StoreReader.ReadInstance, id)
        .FirstOrDefault();

    public static OrchestrationRuntimeStatus? FindStatus(this StoreTransaction transaction, string id) =>
        transaction.Scalar("SELECT status FROM instances WHERE id = @p0", id) is long status ? (OrchestrationRuntimeStatus)status : null;

    public static long? FindLiveExecution(this StoreTransaction transaction, string id) =>
        transaction.Scalar($"SELECT execution FROM instances WHERE id = @p0 AND status IN {LiveStatuses}", id) as long?;

    public static List<string> FindLiveChildren(this StoreTransaction transaction, string id) => transaction.Query(
        $"SELECT id FROM instances WHERE parent_id = @p0 AND status IN {LiveStatuses}", row => row.GetString(0), id);

    public static List<string> FindEndedChildren(this StoreTransaction transaction, string id) => transaction.Query(
        $"SELECT id FROM instances WHERE parent_id = @p0 AND status NOT IN {LiveStatuses}", row => row.GetString(0), id);

    public static void Insert(this StoreTransaction transaction, InstanceRecord instance) => transaction.Execute(
        """
        INSERT INTO instances (id, execution, name, version, status, created, updated, input, tags, parent_id, parent_name, parent_execution, parent_task)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12)
        """,
        instance.Id,
        instance.Execution,
        instance.Name,
        instance.Version,
        (int)instance.Status,
        instance.Created.UtcTicks,
        instance.Updated.UtcTicks,
        instance.Input,
        instance.Tags,
        instance.Parent?.InstanceId,
        instance.Parent?.Name,
        instance.Parent?.Execution,
        instance.Parent?.TaskId);

    public static void Update(this StoreTransaction transaction, InstanceRecord instance) => transaction.Execute(
        """
        UPDATE instances SET execution = @p1, version = @p2, status = @p3, updated = @p4, input = @p5, output = @p6, custom_status = @p7, failure = @p8
        WHERE id = @p0
        """,
        instance.Id,
        instance.Execution,
        instance.Version,
        (int)instance.Status,
        instance.Updated.UtcTicks,
        instance.Input,
        instance.Output,
        instance.CustomStatus,
        instance.Failure);

    public static void Insert(this StoreTransaction transaction, InboxMessage message) => transaction.Execute(
        "INSERT INTO inbox (instance_id, id, kind, execution, task_id, name, data) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
        message.InstanceId,
        message.Id,
        (int)message.Kind,
        message.Execution,
        message.TaskId,
        message.Name,
        message.Data);

    public static void Delete(this StoreTransaction transaction, InboxMessage message) =>
        transaction.Execute("DELETE FROM inbox WHERE instance_id = @p0 AND id = @p1", message.InstanceId, message.Id);

    public static void Insert(this StoreTransaction transaction, string instanceId, long sequence, HistoryEvent recorded) => transaction.Execute(
        "INSERT INTO history (instance_id, seq, kind, timestamp, task_id, name, data) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
        instanceId,
        sequence,
        (int)recorded.Kind,
        recorded.Timestamp.UtcTicks,
        recorded.TaskId,
        recorded.Name,
        recorded.Data);

    public static void Insert(this StoreTransaction transaction, ActivityRecord activity) => transaction.Execute(
        "INSERT INTO activities (instance_id, execution, task_id, name, version, input) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)",
        activity.InstanceId,
        activity.Execution,
        activity.TaskId,
        activity.Name,
        activity.Version,
        activity.Input);

    public static void DeleteActivity(this StoreTransaction transaction, string instanceId, long execution, long taskId) => transaction.Execute(
        "DELETE FROM activities WHERE instance_id = @p0 AND execution = @p1 AND task_id = @p2", instanceId, execution, taskId);

    public static void Insert(this StoreTransaction transaction, TimerRecord timer) => transaction.Execute(
        "INSERT INTO timers (instance_id, execution, task_id, due) VALUES (@p0, @p1, @p2, @p3)",
        timer.InstanceId,
        timer.Execution,
        timer.TaskId,
        timer.DueTime.UtcTicks);

    public static void DeleteTimer(this StoreTransaction transaction, string instanceId, long execution, long taskId) => transaction.Execute(
        "DELETE FROM timers WHERE instance_id = @p0 AND execution = @p1 AND task_id = @p2", instanceId, execution, taskId);

    public static void DeleteHistory(this StoreTransaction transaction, string instanceId) =>
        transaction.Execute("DELETE FROM history WHERE instance_id = @p0", instanceId);

    public static void DeleteTimers(this StoreTransaction transaction, string instanceId) =>
        transaction.Execute("DELETE FROM timers WHERE instance_id = @p0", instanceId);

    public static void DeleteActivities(this StoreTransaction transaction, string instanceId) =>
        transaction.Execute("DELETE FROM activities WHERE instance_id = @p0", instanceId);

    public static void DeleteInbox(this StoreTransaction transaction, string instanceId) =>
        transaction.Execute("DELETE FROM inbox WHERE instance_id = @p0", instanceId);

    /// <summary>Deletes an instance and all that belongs to it.</summary>
    public static void DeleteInstance(this StoreTransaction transaction, string instanceId)
    {
        transaction.DeleteInbox(instanceId);
        transaction.DeleteTimers(instanceId);
        transaction.DeleteActivities(instanceId);
        transaction.DeleteHistory(instanceId);
        transaction.Execute("DELETE FROM instances WHERE id = @p0", instanceId);
    }
}
