using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

/// <content>Activities: by class, by instance and by function.</content>
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an activity with a version.</summary>
    /// <param name="name">The name.</param>
    /// <param name="version">The version.</param>
    /// <param name="factory">Makes the activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, TaskVersion version, Func<ITaskActivity> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Add(_activities, name, version, _ => factory());
        return this;
    }

    /// <summary>Adds an activity made with the services of the worker.</summary>
    /// <param name="name">The name.</param>
    /// <param name="factory">Makes the activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, Func<IServiceProvider, ITaskActivity> factory)
    {
        Add(_activities, name, default, factory);
        return this;
    }

    /// <summary>Adds an activity by its class.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The class.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, Type type)
    {
        type.ThrowIfNotConcrete<ITaskActivity>();
        Add(_activities, name, type.GetTaskVersion(), services => (ITaskActivity)ActivatorUtilities.GetServiceOrCreateInstance(services, type));
        return this;
    }

    /// <summary>Adds an activity by its class, which names it.</summary>
    /// <param name="type">The class.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivity(Type type)
    {
        type.ThrowIfNotConcrete<ITaskActivity>();
        Add(_activities, type.GetTaskName(), type.GetTaskVersion(), services => (ITaskActivity)ActivatorUtilities.GetServiceOrCreateInstance(services, type));
        return this;
    }

    /// <summary>Adds an activity by its class.</summary>
    /// <typeparam name="TActivity">The class.</typeparam>
    /// <param name="name">The name.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivity<TActivity>(TaskName name)
        where TActivity : class, ITaskActivity =>
        AddActivity(name, typeof(TActivity));

    /// <summary>Adds an activity by its class, which names it.</summary>
    /// <typeparam name="TActivity">The class.</typeparam>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivity<TActivity>()
        where TActivity : class, ITaskActivity =>
        AddActivity(typeof(TActivity));

    /// <summary>Adds an activity that serves every call.</summary>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, activity.GetType().GetTaskVersion(), () => activity);
    }

    /// <summary>Adds an activity that serves every call; its class names it.</summary>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivity(ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(activity.GetType().GetTaskName(), activity);
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, Task<TOutput>> activity) =>
        AddActivityFunc(name, default, activity);

    /// <summary>Adds an activity that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="version">The version.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, TaskVersion version, Func<TaskActivityContext, TInput, Task<TOutput>> activity)
    {
        var wrapper = FuncTaskActivity.Create(activity);
        return AddActivity(name, version, () => wrapper);
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, TOutput>(name, (context, input) => Task.FromResult(activity(context, input)));
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput>(TaskName name, Func<TaskActivityContext, TInput, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, object?>(name, async (context, input) =>
        {
            await activity(context, input);
            return null;
        });
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TOutput>(TaskName name, Func<TaskActivityContext, Task<TOutput>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, TOutput>(name, (context, _) => activity(context));
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc(TaskName name, Func<TaskActivityContext, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, object?>(name, async (context, _) =>
        {
            await activity(context);
            return null;
        });
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TOutput>(TaskName name, Func<TaskActivityContext, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, TOutput>(name, (context, _) => activity(context));
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput>(TaskName name, Action<TaskActivityContext, TInput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, object?>(name, (context, input) =>
        {
            activity(context, input);
            return Task.FromResult<object?>(null);
        });
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <param name="name">The name.</param>
    /// <param name="activity">The activity.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddActivityFunc(TaskName name, Action<TaskActivityContext> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, object?>(name, (context, _) =>
        {
            activity(context);
            return Task.FromResult<object?>(null);
        });
    }
}
