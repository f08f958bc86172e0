using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipelines.Functions.Http;
using Pipelines.Storage.Metrics;

namespace Pipelines.Functions.Api.Metrics;

/// <summary>The range of time that a request asks for.</summary>
/// <param name="Start">The beginning.</param>
/// <param name="End">The end.</param>
internal sealed record MetricQuery(DateTimeOffset Start, DateTimeOffset End)
{
    private static readonly TimeSpan s_usual = TimeSpan.FromHours(6);

    // Who asks for all that is kept has a clock of his own.
    private static readonly TimeSpan s_longest = MetricResolution.Longest + TimeSpan.FromHours(1);

    /// <summary>Reads <c>start</c> and <c>end</c>, unix seconds, both required.</summary>
    /// <exception cref="ApiException">400: they are missing, no times, in the wrong order, or too far apart.</exception>
    public static MetricQuery Required(HttpRequest request) => Check(
        Read(request, "start") ?? throw ApiException.BadRequest("query parameter \"start\" is required, unix seconds"),
        Read(request, "end") ?? throw ApiException.BadRequest("query parameter \"end\" is required, unix seconds"));

    /// <summary>Reads <c>start</c> and <c>end</c>, unix seconds; the last six hours where they are not given.</summary>
    /// <exception cref="ApiException">400: they are no times, in the wrong order, or too far apart.</exception>
    public static MetricQuery Of(HttpRequest request, DateTimeOffset now)
    {
        var end = Read(request, "end") ?? now;
        return Check(Read(request, "start") ?? end - s_usual, end);
    }

    private static MetricQuery Check(DateTimeOffset start, DateTimeOffset end) =>
        start > end ? throw ApiException.BadRequest("query parameter \"start\" must not be after \"end\"")
        : end - start > s_longest ? throw ApiException.BadRequest($"\"start\" and \"end\" are at most {MetricResolution.Longest.TotalDays} days apart: that is how long measurements are kept")
        : new MetricQuery(start, end);

    private static DateTimeOffset? Read(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        return text.Length == 0
            ? null
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue * 2.0
                ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
                : throw ApiException.BadRequest($"query parameter \"{name}\" must be a time in unix seconds such as 1767225600");
    }
}
