using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Client;

/// <summary>Builds a client.</summary>
public interface IDurableTaskClientBuilder
{
    /// <summary>Gets the client's name.</summary>
    string Name { get; }

    /// <summary>Gets the services.</summary>
    IServiceCollection Services { get; }

    /// <summary>Gets or sets the class of the client; null as long as none is chosen.</summary>
    Type? BuildTarget { get; set; }

    /// <summary>Builds the client.</summary>
    /// <param name="serviceProvider">The services.</param>
    /// <returns>The client.</returns>
    DurableTaskClient Build(IServiceProvider serviceProvider);
}
