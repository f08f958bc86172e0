using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Bandwidth;

/// <summary>Tells what apps have sent by day (Apps API, <c>…/metrics/bandwidth_daily</c>), as the ingress has counted it. A day that was not measured is not told of.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="store">Knows what they sent.</param>
/// <param name="time">The clock.</param>
public sealed class BandwidthFunctions(AppAccess access, BandwidthStore store, TimeProvider time)
{
    private const int MaximumApps = 100;

    /// <summary>Tells what an app has sent on a day.</summary>
    [Function("GetAppBandwidth")]
    [Operation("Tells what an app has sent on a day, yesterday where none is given", Tag = "Metrics", Answer = typeof(BandwidthUsageWire), Member = "app_bandwidth_usage", IsList = true, Query = "date")]
    public async Task<IActionResult> OfAppAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/metrics/bandwidth_daily")] HttpRequest request, string id, FunctionContext context)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, request.HttpContext.RequestAborted);
        return await AnswerAsync([app], ReadDate(request), request.HttpContext.RequestAborted);
    }

    /// <summary>Tells what several apps have sent on a day.</summary>
    [Function("ListAppBandwidth")]
    [Access(TokenScopes.Read)]
    [Operation("Tells what several apps have sent on a day", Tag = "Metrics", Body = typeof(BandwidthBody), Answer = typeof(BandwidthUsageWire), Member = "app_bandwidth_usage", IsList = true)]
    public async Task<IActionResult> OfAppsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/metrics/bandwidth_daily")] HttpRequest request, FunctionContext context)
    {
        var body = await ApiBody.ReadAsync<BandwidthBody>(request);
        if (body.AppIds.Count is 0 or > MaximumApps)
        {
            throw ApiException.BadRequest($"\"app_ids\" must name 1 to {MaximumApps} apps");
        }

        var apps = new List<App>();
        foreach (var id in body.AppIds.Distinct(StringComparer.Ordinal))
        {
            apps.Add(await access.RequireAsync(Principal.Of(context), id, request.HttpContext.RequestAborted));
        }

        return await AnswerAsync(apps, body.Date, request.HttpContext.RequestAborted);
    }

    private static DateTimeOffset? ReadDate(HttpRequest request)
    {
        var text = request.Query["date"].ToString();
        return text.Length == 0
            ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
                ? date
                : throw ApiException.BadRequest("query parameter \"date\" must be a time such as 2026-01-31T00:00:00Z");
    }

    private async Task<IActionResult> AnswerAsync(IReadOnlyList<App> apps, DateTimeOffset? date, CancellationToken cancellation)
    {
        var day = DateOnly.FromDateTime(date?.UtcDateTime ?? time.GetUtcNow().UtcDateTime.AddDays(-1));
        var usage = new List<BandwidthUsageWire>();
        foreach (var app in apps)
        {
            if ((await store.GetAsync(app.Id, cancellation))?.On(day) is { } bytes)
            {
                usage.Add(new BandwidthUsageWire(app.Id, bytes.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return new ApiResult(new { AppBandwidthUsage = usage, Date = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) });
    }
}
