using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Tests.Hosting;

/// <summary>The embedded host with this assembly's functions, on a free port, with a content root of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly bool ownsRoot;

    private TestHost(IHost host, string root, bool ownsRoot, LogRecorder logs)
    {
        this.ownsRoot = ownsRoot;
        Host = host;
        Root = root;
        Logs = logs;
    }

    public IHost Host { get; }

    public string Root { get; }

    public LogRecorder Logs { get; }

    public HttpClient Client { get; } = new();

    public Uri Address => Client.BaseAddress!;

    public IServiceProvider Services => Host.Services;

    public string Keys => Path.Combine(Root, ".data", "keys");

    public string Key(string name) => File.ReadAllText(Path.Combine(Keys, name + ".key")).Trim();

    public static async Task<TestHost> StartAsync(
        string hostJson = "{}",
        Action<FunctionsApplicationBuilder>? configure = null,
        string? root = null,
        string? localSettings = null,
        params string[] args)
    {
        var host = Build(hostJson, configure, root, localSettings, args);
        try
        {
            await host.Host.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await ((IAsyncDisposable)host.Host).DisposeAsync();
            throw;
        }

        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host.Client.BaseAddress = new Uri(address);
        return host;
    }

    public static TestHost Build(
        string hostJson = "{}",
        Action<FunctionsApplicationBuilder>? configure = null,
        string? root = null,
        string? localSettings = null,
        params string[] args)
    {
        var directory = root ?? NewRoot();
        File.WriteAllText(Path.Combine(directory, "host.json"), hostJson);
        if (localSettings is not null)
        {
            File.WriteAllText(Path.Combine(directory, "local.settings.json"), localSettings);
        }

        var logs = new LogRecorder();
        var builder = FunctionsApplication.CreateBuilder(["--contentRoot", directory, "--urls", "http://127.0.0.1:0", "--FiveMinutes=0 */5 * * * *", "--AzureWebJobs.AtStart.Disabled=true", .. args]);
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddSingleton<Probe>();
        builder.Services.AddScoped<ScopedThing>();
        configure?.Invoke(builder);
        return new TestHost(builder.Build(), directory, root is null, logs);
    }

    public static string NewRoot() => Directory.CreateTempSubdirectory("host-").FullName;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)Host).DisposeAsync();
        if (ownsRoot)
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
