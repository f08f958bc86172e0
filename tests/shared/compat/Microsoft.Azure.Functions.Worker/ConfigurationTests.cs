using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipelines.Functions.Embedded;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task Local_settings_become_configuration_and_the_environment_wins()
    {
        var name = "HostTest_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(name + "__Inner", "environment");
        try
        {
            await using var host = TestHost.Build(localSettings: $$"""
                { // comments are allowed
                  "Values": { "{{name}}__Inner": "file", "{{name}}__Other": "file", "{{name}}:Third": "file", "Plain": "p" } }
                """);
            var configuration = host.Services.GetRequiredService<IConfiguration>();

            configuration[name + ":Inner"].ShouldBe("environment");
            configuration[name + ":Other"].ShouldBe("file");
            configuration[name + ":Third"].ShouldBe("file");
            configuration["Plain"].ShouldBe("p");
        }
        finally
        {
            Environment.SetEnvironmentVariable(name + "__Inner", null);
        }
    }

    [Fact]
    public async Task The_command_line_wins_over_host_json()
    {
        await using var host = await TestHost.StartAsync(args: ["--AzureFunctionsJobHost:extensions:http:routePrefix=", "--Plain=line"]);

        (await host.Client.GetStringAsync("items/new")).ShouldBe("literal");
    }

    [Fact]
    public async Task Log_levels_are_those_of_host_json()
    {
        await using var host = TestHost.Build("""{ "logging": { "logLevel": { "default": "Error", "Shop.Orders": "Trace" } } }""");
        var loggers = host.Services.GetRequiredService<ILoggerFactory>();

        loggers.CreateLogger("Anything").IsEnabled(LogLevel.Warning).ShouldBeFalse();
        loggers.CreateLogger("Shop.Orders.Basket").IsEnabled(LogLevel.Trace).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{ "functionTimeout": "soon" }""", "functionTimeout is 'soon'")]
    [InlineData("""{ "functionTimeout": "00:00:00" }""", "functionTimeout is '00:00:00'")]
    [InlineData("""{ "extensions": { "http": { "maxRequestBodySize": "big" } } }""", "extensions.http.maxRequestBodySize is 'big'")]
    [InlineData("{ nonsense", "host.json is not valid JSON")]
    public void A_wrong_setting_is_named(string hostJson, string message) =>
        Should.Throw<InvalidOperationException>(() => TestHost.Build(hostJson)).Message.ShouldContain(message);

    [Theory]
    [InlineData(null, "http://localhost:7071")]
    [InlineData("""{ "Host": { "LocalHttpPort": 7999 } }""", "http://localhost:7999")]
    [InlineData("""{ "Host": { "LocalHttpPort": 0 } }""", "http://127.0.0.1:0")]
    [InlineData("""{ "Values": { "ASPNETCORE_URLS": "http://127.0.0.2:81" } }""", "http://127.0.0.2:81")]
    public void The_host_listens_on_loopback_unless_told_otherwise(string? localSettings, string address)
    {
        var root = TestHost.NewRoot();
        if (localSettings is not null)
        {
            File.WriteAllText(Path.Combine(root, "local.settings.json"), localSettings);
        }

        var builder = FunctionsApplication.CreateBuilder(["--contentRoot", root]);
        builder.Services.AddSingleton<Samples.Probe>();
        using var host = builder.Build();

        host.Services.GetRequiredService<IConfiguration>()["urls"].ShouldBe(address);
    }

    [Fact]
    public async Task The_data_directory_is_the_configured_one()
    {
        var root = TestHost.NewRoot();
        await using var host = TestHost.Build(root: root, args: "--Pipelines:DataDirectory=else/where");

        host.Services.GetRequiredService<HostSettings>().DataDirectory.ShouldBe(Path.Combine(root, "else", "where"));
        host.Services.GetRequiredService<KeyStore>();
        Directory.Exists(Path.Combine(root, "else", "where", "keys")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_disabled_function_is_not_served()
    {
        await using var host = await TestHost.StartAsync(args: "--AzureWebJobs.DefaultRoute.Disabled=true");

        (await host.Client.GetAsync("api/DefaultRoute")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ShouldHaveSingleItem();
    }
}
