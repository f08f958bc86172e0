using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Worker;

/// <summary>Makes the tasks of a registry. A version that is asked for and not there falls back to an unversioned task only if the task has no versions at all.</summary>
internal sealed class DurableTaskFactory(DurableTaskRegistry registry) : IDurableTaskFactory
{
    private readonly HashSet<TaskName> _versionedActivities = Versioned(registry.ActivitiesByVersion.Keys);
    private readonly HashSet<TaskName> _versionedOrchestrators = Versioned(registry.OrchestratorsByVersion.Keys);

    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity) =>
        TryCreateActivity(name, default, serviceProvider, out activity);

    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) =>
        TryCreateOrchestrator(name, default, serviceProvider, out orchestrator);

    public bool TryCreateActivity(
        TaskName name, TaskVersion version, IServiceProvider services, [NotNullWhen(true)] out ITaskActivity? activity) =>
        (activity = Find(registry.ActivitiesByVersion, _versionedActivities, name, version)?.Invoke(services)) is not null;

    public bool TryCreateOrchestrator(
        TaskName name, TaskVersion version, IServiceProvider services, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) =>
        (orchestrator = Find(registry.OrchestratorsByVersion, _versionedOrchestrators, name, version)?.Invoke(services)) is not null;

    private static HashSet<TaskName> Versioned(IEnumerable<(TaskName Name, TaskVersion Version)> keys) =>
        [.. keys.Where(key => key.Version != TaskVersion.Unversioned).Select(key => key.Name)];

    private static Func<IServiceProvider, TTask>? Find<TTask>(
        IReadOnlyDictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, TTask>> tasks,
        HashSet<TaskName> versioned,
        TaskName name,
        TaskVersion version) =>
        tasks.GetValueOrDefault((name, version))
            ?? (versioned.Contains(name) ? null : tasks.GetValueOrDefault((name, TaskVersion.Unversioned)));
}
