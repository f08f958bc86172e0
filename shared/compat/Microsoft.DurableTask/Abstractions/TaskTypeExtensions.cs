using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>What <see cref="DurableTaskAttribute"/> says of a class.</summary>
internal static class TaskTypeExtensions
{
    public static TaskName GetTaskName(this Type type) =>
        type.GetCustomAttribute<DurableTaskAttribute>()?.Name is { Name: not null and not "" } name ? name : new TaskName(type.Name);

    public static TaskVersion GetTaskVersion(this Type type) =>
        new(type.GetCustomAttribute<DurableTaskAttribute>()?.Version);

    /// <summary>Refuses a type that cannot be instantiated as the task wanted.</summary>
    public static void ThrowIfNotConcrete<TTask>(this Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsAbstract || !type.IsAssignableTo(typeof(TTask)))
        {
            throw new ArgumentException($"The type {type} must be a concrete class that implements {typeof(TTask)}.", nameof(type));
        }
    }
}
