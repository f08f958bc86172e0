using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Pipelines.Functions.Http;

/// <summary>
/// Counts the requests of each token in windows of an hour and of a minute that begin with the first request. Each process
/// counts for itself: behind several control planes a token has as many times the limit.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock.</param>
public sealed class RateLimiter(IOptions<RateLimitOptions> options, TimeProvider time)
{
    // Above it, tokens whose windows are over are forgotten: memory stays bounded however many tokens there were.
    private const int ManyTokens = 1024;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Counters> _tokens = new(StringComparer.Ordinal);

    /// <summary>Counts a request, unless it is refused: a refused one uses nothing up.</summary>
    /// <param name="tokenId">The token's id.</param>
    public RateLimit Count(string tokenId)
    {
        var now = time.GetUtcNow();
        if (_tokens.Count > ManyTokens)
        {
            Forget(now);
        }

        return _tokens.GetOrAdd(tokenId, static _ => new Counters()).Count(options.Value, now);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (id, _) in _tokens.Where(token => token.Value.IsOverAt(now)))
        {
            _ = _tokens.TryRemove(id, out _);
        }
    }

    private sealed class Counters
    {
        private readonly Lock _lock = new();
        private Window _hour;
        private Window _minute;

        public bool IsOverAt(DateTimeOffset now)
        {
            lock (_lock)
            {
                return now >= _hour.End;
            }
        }

        public RateLimit Count(RateLimitOptions limits, DateTimeOffset now)
        {
            lock (_lock)
            {
                _hour = _hour.At(now, s_hour);
                _minute = _minute.At(now, s_minute);
                if (_hour.Used >= limits.RequestsPerHour)
                {
                    return new RateLimit(false, limits.RequestsPerHour, 0, _hour.End);
                }

                if (_minute.Used >= limits.RequestsPerMinute)
                {
                    return new RateLimit(false, limits.RequestsPerMinute, 0, _minute.End);
                }

                _hour = _hour with { Used = _hour.Used + 1 };
                _minute = _minute with { Used = _minute.Used + 1 };
                return new RateLimit(true, limits.RequestsPerHour, limits.RequestsPerHour - _hour.Used, _hour.End);
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Window(DateTimeOffset End, int Used)
    {
        public Window At(DateTimeOffset now, TimeSpan length) => now < End ? this : new Window(now + length, 0);
    }
}
