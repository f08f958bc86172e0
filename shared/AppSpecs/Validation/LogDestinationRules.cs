namespace Pipelines.AppSpecs;

/// <summary>Rules about log destinations.</summary>
internal static class LogDestinationRules
{
    public static void Check(SpecCheck check, string path, IReadOnlyList<LogDestination> destinations)
    {
        foreach (var (destinationPath, destination) in SpecPaths.Items(path, destinations))
        {
            CheckDestination(check, destinationPath, destination);
        }

        check.Unique(path, destinations, destination => destination.Name, "name");
    }

    private static void CheckDestination(SpecCheck check, string path, LogDestination destination)
    {
        if (check.Require(path, "name", destination.Name))
        {
            check.Match(path, "name", destination.Name, SpecPatterns.LogDestinationName, "at most 64 letters, digits, spaces and simple punctuation", 64);
        }

        CheckExactlyOne(check, path, destination);
        if (destination.Papertrail is { } papertrail && check.Require(path, "papertrail.endpoint", papertrail.Endpoint))
        {
            check.Match(path, "papertrail.endpoint", papertrail.Endpoint, SpecPatterns.HostAndPort, "of the form host:port", 260);
        }

        if (destination.Datadog is { } datadog)
        {
            check.Require(path, "datadog.api_key", datadog.ApiKey);
            check.Url(path, "datadog.endpoint", datadog.Endpoint, "https");
        }

        if (destination.Logtail is { } logtail)
        {
            check.Require(path, "logtail.token", logtail.Token);
        }

        if (destination.OpenSearch is { } openSearch)
        {
            CheckOpenSearch(check, SpecPath.Field(path, "open_search"), openSearch);
        }

        CheckEndpoint(check, path, destination);
    }

    private static void CheckExactlyOne(SpecCheck check, string path, LogDestination destination)
    {
        if (check.IsUncertain(path, "papertrail", "datadog", "logtail", "open_search", "endpoint"))
        {
            return;
        }

        var given = new object?[] { destination.Papertrail, destination.Datadog, destination.Logtail, destination.OpenSearch, destination.Endpoint };
        check.ReportWhen(given.Count(value => value is not null) != 1, path, "exactly one of papertrail, datadog, logtail, open_search and endpoint is required");
    }

    private static void CheckOpenSearch(SpecCheck check, string path, OpenSearchDestination openSearch)
    {
        if (!check.IsUncertain(path, "endpoint", "cluster_name"))
        {
            check.ReportWhen(openSearch.Endpoint is null == openSearch.ClusterName is null, path, "exactly one of endpoint and cluster_name is required");
        }

        check.Url(path, "endpoint", openSearch.Endpoint, "https");
        if (openSearch.Endpoint is not null)
        {
            check.Require(path, "basic_auth.user", openSearch.BasicAuth?.User, "with an endpoint");
            check.Require(path, "basic_auth.password", openSearch.BasicAuth?.Password, "with an endpoint");
        }

        check.ReportWhen(
            openSearch.ClusterName is not null && openSearch.BasicAuth?.Password is not null,
            SpecPath.Field(path, "basic_auth.password"),
            "password cannot be set together with cluster_name",
            SecretValues.Redacted);
    }

    private static void CheckEndpoint(SpecCheck check, string path, LogDestination destination)
    {
        check.Url(path, "endpoint", destination.Endpoint, "https", "http");
        check.ReportWhen(
            destination.Endpoint is null && destination.Headers.Count > 0,
            SpecPath.Field(path, "headers"),
            "headers are sent to an endpoint only");
        foreach (var (headerPath, header) in SpecPaths.Items(SpecPath.Field(path, "headers"), destination.Headers))
        {
            if (check.Require(headerPath, "key", header.Key))
            {
                check.Match(headerPath, "key", header.Key, SpecPatterns.HeaderName, "a header's name", 256);
            }

            check.ReportWhen(header.Value?.Any(char.IsControl) == true, SpecPath.Field(headerPath, "value"), "value must be a header's value", SecretValues.Redacted);
        }
    }
}
