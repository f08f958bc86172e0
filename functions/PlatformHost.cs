using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
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
        builder.UseMiddleware<AuditMiddleware>();
        builder.UseMiddleware<ScopeMiddleware>();
        builder.Services.AddPipelines(builder.Configuration);
        return builder;
    }
}
