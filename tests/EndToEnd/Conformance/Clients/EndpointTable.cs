namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>The endpoints of the Apps API and those beside it that its clients use, one a line: each is requested by a test.</summary>
internal static class EndpointTable
{
    /// <summary>Gets the rows: method and path.</summary>
    public static IReadOnlyList<string> Rows { get; } =
    [
        "GET /v2/account",
        "GET /v2/registry/docker-credentials",
        "POST /v2/apps",
        "GET /v2/apps",
        "GET /v2/apps/{id}",
        "PUT /v2/apps/{id}",
        "DELETE /v2/apps/{id}",
        "POST /v2/apps/propose",
        "POST /v2/apps/{id}/restart",
        "GET /v2/apps/{id}/deployments",
        "POST /v2/apps/{id}/deployments",
        "GET /v2/apps/{id}/deployments/{d}",
        "POST /v2/apps/{id}/deployments/{d}/cancel",
        "GET /v2/apps/{id}/logs",
        "GET /v2/apps/{id}/components/{c}/logs",
        "GET /v2/apps/{id}/deployments/{d}/logs",
        "GET /v2/apps/{id}/deployments/{d}/components/{c}/logs",
        "GET /v2/apps/{id}/components/{c}/exec",
        "GET /v2/apps/{id}/deployments/{d}/components/{c}/exec",
        "GET /v2/apps/{id}/instances",
        "GET /v2/apps/{id}/job-invocations",
        "GET /v2/apps/{id}/job-invocations/{j}",
        "POST /v2/apps/{id}/job-invocations/{j}/cancel",
        "GET /v2/apps/{id}/jobs/{name}/invocations/{j}/logs",
        "GET /v2/apps/{id}/events",
        "GET /v2/apps/{id}/events/{e}",
        "POST /v2/apps/{id}/events/{e}/cancel",
        "GET /v2/apps/{id}/events/{e}/logs",
        "GET /v2/apps/{id}/alerts",
        "POST /v2/apps/{id}/alerts/{a}/destinations",
        "GET /v2/apps/regions",
        "GET /v2/apps/tiers/instance_sizes",
        "GET /v2/apps/tiers/instance_sizes/{slug}",
        "GET /v2/apps/tiers",
        "GET /v2/apps/tiers/{slug}",
        "GET /v2/apps/buildpacks",
        "POST /v2/apps/{id}/upgrade_buildpack",
        "GET /v2/apps/{id}/health",
        "GET /v2/apps/{id}/database_connection_details",
        "POST /v2/apps/detect",
        "POST /v2/apps/{id}/rollback",
        "POST /v2/apps/{id}/rollback/validate",
        "POST /v2/apps/{id}/rollback/commit",
        "POST /v2/apps/{id}/rollback/revert",
        "GET /v2/apps/{id}/metrics/bandwidth_daily",
        "POST /v2/apps/metrics/bandwidth_daily",
    ];

    /// <summary>Finds the row of a request; of two that fit, the one with fewer parameters.</summary>
    public static string? Find(HttpMethod method, string path) => Rows
        .Where(row => row.StartsWith(method.Method + " ", StringComparison.Ordinal) && Fits(row[(method.Method.Length + 1)..], path))
        .MinBy(row => row.Count(character => character == '{'));

    private static bool Fits(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }
}
