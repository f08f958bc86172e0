using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker;

/// <summary>Builds a worker.</summary>
public interface IDurableTaskWorkerBuilder
{
    /// <summary>Gets the worker's name.</summary>
    string Name { get; }

    /// <summary>Gets the services.</summary>
    IServiceCollection Services { get; }

    /// <summary>Gets or sets the class of the worker; null as long as none is chosen.</summary>
    Type? BuildTarget { get; set; }

    /// <summary>Builds the worker.</summary>
    /// <param name="serviceProvider">The services.</param>
    /// <returns>The worker.</returns>
    IHostedService Build(IServiceProvider serviceProvider);
}
