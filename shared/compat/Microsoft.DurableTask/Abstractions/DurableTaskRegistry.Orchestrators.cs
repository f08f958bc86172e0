namespace Microsoft.DurableTask;

/// <content>Orchestrators: by class, by instance and by function.</content>
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an orchestrator with a version.</summary>
    /// <param name="name">The name.</param>
    /// <param name="version">The version.</param>
    /// <param name="factory">Makes the orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestrator(TaskName name, TaskVersion version, Func<ITaskOrchestrator> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Add(_orchestrators, name, version, _ => factory());
        return this;
    }

    /// <summary>Adds an orchestrator.</summary>
    /// <param name="name">The name.</param>
    /// <param name="factory">Makes the orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Func<ITaskOrchestrator> factory) =>
        AddOrchestrator(name, default, factory);

    /// <summary>Adds an orchestrator by its class.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The class.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Type type)
    {
        type.ThrowIfNotConcrete<ITaskOrchestrator>();
        return AddOrchestrator(name, type.GetTaskVersion(), () => (ITaskOrchestrator)Activator.CreateInstance(type)!);
    }

    /// <summary>Adds an orchestrator by its class, which names it.</summary>
    /// <param name="type">The class.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestrator(Type type)
    {
        type.ThrowIfNotConcrete<ITaskOrchestrator>();
        return AddOrchestrator(type.GetTaskName(), type.GetTaskVersion(), () => (ITaskOrchestrator)Activator.CreateInstance(type)!);
    }

    /// <summary>Adds an orchestrator by its class.</summary>
    /// <typeparam name="TOrchestrator">The class.</typeparam>
    /// <param name="name">The name.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>(TaskName name)
        where TOrchestrator : class, ITaskOrchestrator =>
        AddOrchestrator(name, typeof(TOrchestrator));

    /// <summary>Adds an orchestrator by its class, which names it.</summary>
    /// <typeparam name="TOrchestrator">The class.</typeparam>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>()
        where TOrchestrator : class, ITaskOrchestrator =>
        AddOrchestrator(typeof(TOrchestrator));

    /// <summary>Adds an orchestrator that serves every call.</summary>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestrator(TaskName name, ITaskOrchestrator orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, orchestrator.GetType().GetTaskVersion(), () => orchestrator);
    }

    /// <summary>Adds an orchestrator that serves every call; its class names it.</summary>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestrator(ITaskOrchestrator orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(orchestrator.GetType().GetTaskName(), orchestrator);
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(TaskName name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> orchestrator) =>
        AddOrchestratorFunc(name, default, orchestrator);

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="version">The version.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(TaskName name, TaskVersion version, Func<TaskOrchestrationContext, TInput, Task<TOutput>> orchestrator)
    {
        var wrapper = FuncTaskOrchestrator.Create(orchestrator);
        return AddOrchestrator(name, version, () => wrapper);
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(TaskName name, Func<TaskOrchestrationContext, TInput, TOutput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestratorFunc<TInput, TOutput>(name, (context, input) => Task.FromResult(orchestrator(context, input)));
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput>(TaskName name, Func<TaskOrchestrationContext, TInput, Task> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestratorFunc<TInput, object?>(name, async (context, input) =>
        {
            await orchestrator(context, input);
            return null;
        });
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TOutput>(TaskName name, Func<TaskOrchestrationContext, Task<TOutput>> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestratorFunc<object?, TOutput>(name, (context, _) => orchestrator(context));
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc(TaskName name, Func<TaskOrchestrationContext, Task> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestratorFunc<object?, object?>(name, async (context, _) =>
        {
            await orchestrator(context);
            return null;
        });
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TOutput>(TaskName name, Func<TaskOrchestrationContext, TOutput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestratorFunc<object?, TOutput>(name, (context, _) => orchestrator(context));
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <typeparam name="TInput">The type of the input.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput>(TaskName name, Action<TaskOrchestrationContext, TInput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestratorFunc<TInput, object?>(name, (context, input) =>
        {
            orchestrator(context, input);
            return Task.FromResult<object?>(null);
        });
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <param name="name">The name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or already taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc(TaskName name, Action<TaskOrchestrationContext> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestratorFunc<object?, object?>(name, (context, _) =>
        {
            orchestrator(context);
            return Task.FromResult<object?>(null);
        });
    }
}
