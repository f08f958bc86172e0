using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Pipelines.Functions;
using Pipelines.Functions.Http;
using Pipelines.Functions.Metrics;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<RequestMetrics>();
builder.UseMiddleware<ErrorMiddleware>();
builder.UseMiddleware<TokenMiddleware>();
builder.Services.AddPipelines(builder.Configuration);
await builder.Build().RunAsync();
