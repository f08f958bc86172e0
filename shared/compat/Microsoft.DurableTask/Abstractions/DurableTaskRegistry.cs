namespace Microsoft.DurableTask;

/// <summary>The orchestrators and activities a worker can run.</summary>
public sealed partial class DurableTaskRegistry
{
    private readonly Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskOrchestrator>> _orchestrators = [];
    private readonly Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskActivity>> _activities = [];

    internal IReadOnlyDictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskOrchestrator>> OrchestratorsByVersion => _orchestrators;

    internal IReadOnlyDictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskActivity>> ActivitiesByVersion => _activities;

    /// <summary>Gives the orchestrators' names and factories.</summary>
    /// <returns>One pair an orchestrator and version.</returns>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() =>
        _orchestrators.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    /// <summary>Gives the activities' names and factories.</summary>
    /// <returns>One pair an activity and version.</returns>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() =>
        _activities.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    private static void Add<TTask>(
        Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, TTask>> tasks,
        TaskName name,
        TaskVersion version,
        Func<IServiceProvider, TTask> factory)
    {
        if (name == default)
        {
            throw new ArgumentException("A task's name must not be empty.", nameof(name));
        }

        ArgumentNullException.ThrowIfNull(factory);
        if (!tasks.TryAdd((name, version), factory))
        {
            var which = version == TaskVersion.Unversioned ? $"'{name}'" : $"'{name}' with version '{version.Version}'";
            throw new ArgumentException($"An {typeof(TTask).Name} named {which} is already added.", nameof(name));
        }
    }
}
