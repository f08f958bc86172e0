using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Pipelines.Functions.Http;

/// <summary>Tells each caller how many requests its token has left, and refuses those beyond the limit with 429.</summary>
/// <param name="limiter">Counts.</param>
/// <param name="time">The clock.</param>
public sealed class RateLimitMiddleware(RateLimiter limiter, TimeProvider time) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && Principal.Find(context) is { } principal)
        {
            var limit = limiter.Count(principal.Token.Id);
            var headers = http.Response.Headers;
            headers["ratelimit-limit"] = Text(limit.Limit);
            headers["ratelimit-remaining"] = Text(limit.Remaining);
            headers["ratelimit-reset"] = Text(limit.Reset.ToUnixTimeSeconds());
            if (!limit.Allowed)
            {
                headers.RetryAfter = Text(Math.Max(1, (long)Math.Ceiling((limit.Reset - time.GetUtcNow()).TotalSeconds)));
                throw ApiException.TooManyRequests("API Rate limit exceeded.");
            }
        }

        return next(context);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
