using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Pipelines.Functions.Http;
using Pipelines.Functions.Metrics;

namespace Pipelines.Functions;

/// <summary>Puts the control plane together.</summary>
public static class PlatformHost
{
    /// <summary>Makes a builder with the whole platform in it.</summary>
    /// <param name="args">The program's arguments.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<RequestMetrics>();
        builder.UseMiddleware<ErrorMiddleware>();
        builder.UseMiddleware<TokenMiddleware>();
        builder.UseMiddleware<RateLimitMiddleware>();
        builder.UseMiddleware<AuditMiddleware>();
        builder.UseMiddleware<ScopeMiddleware>();
        builder.Services.AddPipelines(builder.Configuration);

        // Whatever is logged while a request is answered names the request; the names that the runtime gives it say nothing to anybody.
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console => console.IncludeScopes = true);
        builder.Services.Configure<LoggerFactoryOptions>(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.None);
        return builder;
    }
}
