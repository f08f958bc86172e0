using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipelines.Functions.Embedded;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Puts a function app together.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly EmbeddedHostBuilder host;

    internal FunctionsApplicationBuilder(string[] args)
    {
        host = new EmbeddedHostBuilder(args ?? []);
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => Application.Properties;

    /// <summary>The configuration: command line, environment, local.settings.json, host.json, appsettings.json.</summary>
    public ConfigurationManager Configuration => host.Web.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => host.Web.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => host.Web.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => host.Web.Metrics;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => host.Web.Services;

    private IHostApplicationBuilder Application => host.Web;

    /// <summary>Finds the app's functions and makes the host that serves them.</summary>
    /// <exception cref="InvalidOperationException">
    /// A function cannot be served as it is declared, or host.json holds an invalid value; the message names it.
    /// </exception>
    public IHost Build() => host.Build();

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => Application.ConfigureContainer(factory, configure);

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        host.Use(middleware);
        return this;
    }
}
