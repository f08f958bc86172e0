using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Pipelines.Functions.Embedded;

/// <summary>The host's settings, read once at its start.</summary>
internal sealed class HostSettings
{
    private const long DefaultRequestBodySize = 10L * 1024 * 1024;
    private static readonly TimeSpan DefaultFunctionTimeout = TimeSpan.FromMinutes(30);

    /// <summary>What each function's route begins with; empty for none, without slashes around it.</summary>
    public required string RoutePrefix { get; init; }

    /// <summary>How long an invocation may run; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public required TimeSpan FunctionTimeout { get; init; }

    /// <summary>The largest request body, in bytes.</summary>
    public required long MaxRequestBodySize { get; init; }

    /// <summary>Where keys, schedules and the durable database are kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Reads the settings from host.json and the configuration around it.</summary>
    /// <exception cref="InvalidOperationException">A value is not what it should be; the message names it.</exception>
    public static HostSettings Read(IConfiguration configuration, string contentRoot)
    {
        var host = configuration.GetSection(HostConfiguration.HostSection);
        return new HostSettings
        {
            RoutePrefix = (host["extensions:http:routePrefix"] ?? "api").Trim('/'),
            FunctionTimeout = FunctionTimeoutOf(host["functionTimeout"]),
            MaxRequestBodySize = PositiveOf(host, "extensions:http:maxRequestBodySize") ?? DefaultRequestBodySize,
            DataDirectory = Path.GetFullPath(configuration["Pipelines:DataDirectory"] ?? ".data", contentRoot),
        };
    }

    /// <summary>A whole number above zero; null when it is not set.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public static long? PositiveOf(IConfiguration host, string key)
    {
        if (host[key] is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new InvalidOperationException($"host.json: {key.Replace(':', '.')} is '{text}'; it must be a whole number above zero.");
    }

    private static TimeSpan FunctionTimeoutOf(string? text)
    {
        if (text is null)
        {
            return DefaultFunctionTimeout;
        }

        if (text == "-1")
        {
            return Timeout.InfiniteTimeSpan;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero
            ? timeout
            : throw new InvalidOperationException(
                $"host.json: functionTimeout is '{text}'; it must be a time span such as 00:05:00, or -1 for none.");
    }
}
