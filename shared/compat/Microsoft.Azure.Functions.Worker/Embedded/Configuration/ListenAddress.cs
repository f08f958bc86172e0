using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Pipelines.Functions.Embedded;

/// <summary>Where the host listens when neither ASP.NET Core's settings nor Kestrel's endpoints say so: on loopback.</summary>
internal static class ListenAddress
{
    private const int DefaultPort = 7071;

    public static void Apply(IWebHostBuilder web, IConfiguration configuration)
    {
        var chosen = configuration[WebHostDefaults.ServerUrlsKey] ?? configuration[WebHostDefaults.HttpPortsKey]
            ?? configuration[WebHostDefaults.HttpsPortsKey];
        if (string.IsNullOrEmpty(chosen) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            web.UseUrls(configuration["ASPNETCORE_URLS"] ?? Loopback(PortOf(configuration)));
        }
    }

    private static int PortOf(IConfiguration configuration)
    {
        var text = configuration[$"{HostConfiguration.LocalHostSection}:LocalHttpPort"];
        if (text is null)
        {
            return DefaultPort;
        }

        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new InvalidOperationException($"local.settings.json: Host.LocalHttpPort is '{text}', which is not a port.");
    }

    // A free port cannot be chosen for two addresses at once.
    private static string Loopback(int port) => port == 0 ? "http://127.0.0.1:0" : $"http://localhost:{port}";
}
