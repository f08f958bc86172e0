using System.Net.Http.Headers;

namespace Octokit;

/// <summary>The requests of an hour are used up.</summary>
public class RateLimitExceededException : ForbiddenException
{
    internal RateLimitExceededException(string message, HttpResponseHeaders headers)
        : base(message)
    {
        Limit = (int)Number(headers, "X-RateLimit-Limit");
        Remaining = (int)Number(headers, "X-RateLimit-Remaining");
        Reset = DateTimeOffset.FromUnixTimeSeconds(Number(headers, "X-RateLimit-Reset"));
    }

    /// <summary>Gets how many requests an hour has.</summary>
    public int Limit { get; }

    /// <summary>Gets how many are left.</summary>
    public int Remaining { get; }

    /// <summary>Gets when they begin anew.</summary>
    public DateTimeOffset Reset { get; }

    /// <summary>Tells how long to wait from now; nothing when the time has passed.</summary>
    public TimeSpan GetRetryAfterTimeSpan()
    {
        var wait = Reset - DateTimeOffset.UtcNow;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static long Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.First(), out var number) && number is >= 0 and <= 253402300799 ? number : 0;
}
