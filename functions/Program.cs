using Microsoft.Extensions.Hosting;
using Pipelines.Functions;

await PlatformHost.CreateBuilder(args).Build().RunAsync();
