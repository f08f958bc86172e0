using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Pipelines.Functions.Embedded;

/// <summary>
/// Adds host.json and local.settings.json to the configuration, below the environment variables and the command
/// line: what the machine says wins over what a file says.
/// </summary>
internal static class HostConfiguration
{
    /// <summary>Where host.json is found in the configuration, as in the official host.</summary>
    public const string HostSection = "AzureFunctionsJobHost";

    /// <summary>Where the "Host" part of local.settings.json is found in the configuration.</summary>
    public const string LocalHostSection = "LocalSettings:Host";

    public static void Add(ConfigurationManager configuration, string contentRoot)
    {
        var settings = new List<KeyValuePair<string, string?>>
        {
            // Every request of every function at Information would drown what the functions log.
            new("Logging:LogLevel:Default", "Information"),
            new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
        };
        AddHostJson(settings, contentRoot);
        AddLocalSettings(settings, contentRoot);

        IList<IConfigurationSource> sources = configuration.Sources;
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        settings.ForEach(setting => merged[setting.Key] = setting.Value);
        sources.Insert(IndexOfEnvironment(sources), new MemoryConfigurationSource { InitialData = merged });
    }

    private static void AddHostJson(List<KeyValuePair<string, string?>> settings, string contentRoot)
    {
        foreach (var (key, value) in Read(contentRoot, "host.json"))
        {
            settings.Add(new($"{HostSection}:{key}", value));
            if (key.StartsWith("logging:logLevel:", StringComparison.OrdinalIgnoreCase))
            {
                settings.Add(new("Logging:LogLevel:" + key["logging:logLevel:".Length..], value));
            }
        }
    }

    private static void AddLocalSettings(List<KeyValuePair<string, string?>> settings, string contentRoot)
    {
        const string values = "Values:";
        const string host = "Host:";
        foreach (var (key, value) in Read(contentRoot, "local.settings.json"))
        {
            if (key.StartsWith(values, StringComparison.OrdinalIgnoreCase))
            {
                settings.Add(new(key[values.Length..].Replace("__", ":", StringComparison.Ordinal), value));
            }
            else if (key.StartsWith(host, StringComparison.OrdinalIgnoreCase))
            {
                settings.Add(new($"{LocalHostSection}:{key[host.Length..]}", value));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Read(string contentRoot, string name)
    {
        var path = new[] { contentRoot, AppContext.BaseDirectory }
            .Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            return [];
        }

        using var stream = File.OpenRead(path);
        try
        {
            var file = new ConfigurationBuilder().AddJsonStream(stream).Build();
            return [.. file.AsEnumerable().Where(setting => setting.Value is not null)];
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new InvalidOperationException($"{path} is not valid JSON: {exception.Message}", exception);
        }
    }

    private static int IndexOfEnvironment(IList<IConfigurationSource> sources)
    {
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                return i;
            }
        }

        return sources.Count;
    }
}
