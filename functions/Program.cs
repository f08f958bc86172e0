using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Pipelines.Functions;
using Pipelines.Functions.Http;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<ErrorMiddleware>();
builder.UseMiddleware<TokenMiddleware>();
builder.Services.AddPipelines(builder.Configuration);
await builder.Build().RunAsync();
