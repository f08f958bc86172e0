using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker.Hosting;

/// <summary>The base of workers, which run orchestrators and activities.</summary>
public abstract class DurableTaskWorker : BackgroundService
{
    /// <summary>Initializes a new instance of the <see cref="DurableTaskWorker"/> class.</summary>
    /// <param name="name">The worker's name; null for the default one.</param>
    /// <param name="factory">Makes the tasks.</param>
    protected DurableTaskWorker(string? name, IDurableTaskFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Name = name ?? Options.DefaultName;
        Factory = factory;
    }

    /// <summary>Gets the worker's name.</summary>
    protected virtual string Name { get; }

    /// <summary>Gets what makes the tasks.</summary>
    protected virtual IDurableTaskFactory Factory { get; }
}
