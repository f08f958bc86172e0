using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Api.Logs;

/// <summary>Makes the addresses where logs are read, as a request asks for them.</summary>
/// <param name="grants">Signs them.</param>
public sealed class LogAddressing(LogGrants grants)
{
    /// <summary>The route below which logs are read.</summary>
    internal const string Route = "v2-logs";

    /// <summary>Makes the addresses of a log.</summary>
    /// <param name="request">Says whether to follow.</param>
    /// <param name="historic">The log as far as it is written.</param>
    /// <param name="isRunning">Whether it may still grow.</param>
    /// <exception cref="ApiException">400: <c>follow</c> is neither true nor false.</exception>
    public LogAddresses Of(HttpRequest request, LogGrant historic, bool isRunning)
    {
        var follow = ReadFollow(request);

        // A client that is given a live address uses it, whether it wants to follow or not: none for what has ended.
        var live = follow || isRunning ? AddressOf(request, historic with { Follow = follow }) : "";
        return new LogAddresses(live, [AddressOf(request, historic)]);
    }

    /// <summary>Reads how many of the last lines are asked for; null for all, as clients say by -1 or 0.</summary>
    /// <exception cref="ApiException">400: it is no number.</exception>
    public static int? ReadTail(HttpRequest request)
    {
        var text = request.Query["tail_lines"].ToString();
        return text.Length == 0
            ? null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var lines)
                ? lines > 0 ? lines : null
                : throw ApiException.BadRequest("query parameter \"tail_lines\" must be a whole number");
    }

    private static bool ReadFollow(HttpRequest request) => request.Query["follow"].ToString() switch
    {
        "" or "false" or "0" => false,
        "true" or "1" => true,
        _ => throw ApiException.BadRequest("query parameter \"follow\" must be true or false"),
    };

    private string AddressOf(HttpRequest request, LogGrant grant) =>
        $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase}/{Route}/{grants.Sign(grant)}";
}
