using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Pipelines.Functions.Embedded;

/// <summary>Makes the embedded host: an ASP.NET Core application that serves the functions of an app.</summary>
internal sealed class EmbeddedHostBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];

    public EmbeddedHostBuilder(string[] args)
    {
        // Files are read once: a watcher per file costs start-up time and inotify handles, and the host's own
        // settings take effect at its start only.
        Web = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args] });
        HostConfiguration.Add(Web.Configuration, Web.Environment.ContentRootPath);
    }

    public WebApplicationBuilder Web { get; }

    public void Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> component) => middleware.Add(component);

    public IHost Build()
    {
        var settings = HostSettings.Read(Web.Configuration, Web.Environment.ContentRootPath);
        var functions = FunctionDiscovery.Find(Web.Configuration);
        AddServices(settings, functions);
        DurableEngine.Add(Web.Services, Web.Configuration, settings);
        AddServer(settings);

        var application = Web.Build();
        application.UseWebSockets();
        HttpFunctions.Map(
            application, functions, settings.RoutePrefix, application.Services.GetRequiredService<HttpDispatcher>());
        MapDurableWebhooks(application);
        return application;
    }

    private static void MapDurableWebhooks(WebApplication application)
    {
        var services = application.Services;
        services.GetRequiredService<ManagementAddresses>().Know(services.GetRequiredService<DurableTaskClient>());
        services.GetRequiredService<DurableWebhooks>().Map(application);
    }

    private void AddServices(HostSettings settings, IReadOnlyList<FunctionDescriptor> functions)
    {
        var services = Web.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(functions);
        services.AddSingleton(new FunctionPipeline(middleware));
        services.AddSingleton<KeyStore>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<HttpDispatcher>();
        services.AddSingleton<TimerStatusStore>();
        services.AddHostedService<TimerService>();

        services.AddSingleton<ManagementAddresses>();
        services.AddSingleton<InstanceQueries>();
        services.AddSingleton<InstanceCommands>();
        services.AddSingleton<DurableWebhooks>();

        // Action results are executed by MVC's own executors and formatters.
        services.AddMvcCore();
    }

    private void AddServer(HostSettings settings)
    {
        ListenAddress.Apply(Web.WebHost, Web.Configuration);
        Web.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxRequestBodySize;
        });

        // The slim builder leaves this one constraint out.
        Web.Services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
    }
}
