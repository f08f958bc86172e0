using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>Makes destinations of what specs say.</summary>
internal sealed class LogDestinations(IOptions<LogForwardingOptions> options, DestinationConnector connector, TimeProvider time)
{
    /// <summary>Makes a destination.</summary>
    /// <param name="settings">What the spec says, its secrets readable.</param>
    /// <param name="app">The app's name.</param>
    /// <returns>The destination; null for one that this platform cannot offer: a database of its own.</returns>
    public ILogDestination? Create(LogDestination settings, string app) => settings switch
    {
        { Papertrail.Endpoint: { } endpoint } => new SyslogDestination(Parse(endpoint), app, connector, time),
        { Datadog: { } datadog } => Http(new DatadogFormat(datadog, app)),
        { Logtail: { } logtail } => Http(new LogtailFormat(logtail, options.Value.LogtailUrl, app)),
        { OpenSearch: { Endpoint: not null } openSearch } => Http(new OpenSearchFormat(openSearch, app)),
        { Endpoint: not null } => Http(new EndpointFormat(settings, app), settings.TlsInsecure),
        _ => null,
    };

    private HttpLogDestination Http(IHttpLogFormat format, bool isUnchecked = false) => new(format, isUnchecked, connector);

    private static DnsEndPoint Parse(string endpoint)
    {
        var colon = endpoint.LastIndexOf(':');
        return new DnsEndPoint(endpoint[..colon].Trim('[', ']'), int.Parse(endpoint.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }
}
