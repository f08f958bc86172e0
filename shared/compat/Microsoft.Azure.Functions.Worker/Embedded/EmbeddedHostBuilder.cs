using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
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

    public IHost Build() => Web.Build();
}
