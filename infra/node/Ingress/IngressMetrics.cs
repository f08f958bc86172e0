using System.Collections.Concurrent;

namespace Pipelines.Node.Ingress;

/// <summary>Counts requests by app, component and class of status, with the bytes sent.</summary>
internal sealed class IngressMetrics(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string App, string Component, int Class), RequestCount> counts = new();

    public IEnumerable<KeyValuePair<(string App, string Component, int Class), RequestCount>> Counts => counts;

    /// <summary>Begins to measure a request; disposing ends it.</summary>
    public IDisposable Begin(HttpContext context, string app, string component)
    {
        var sent = new CountingStream(context.Response.Body);
        context.Response.Body = sent;
        return new Measurement(this, context, sent, app, component, time.GetTimestamp());
    }

    /// <summary>Forgets an app.</summary>
    public void Forget(string app)
    {
        foreach (var key in counts.Keys.Where(each => each.App == app))
        {
            counts.TryRemove(key, out _);
        }
    }

    private TimeSpan Elapsed(long began) => time.GetElapsedTime(began);

    private sealed class Measurement(IngressMetrics owner, HttpContext context, CountingStream sent, string app, string component, long began) : IDisposable
    {
        public void Dispose() => owner.counts
            .GetOrAdd((app, component, context.Response.StatusCode / 100), _ => new RequestCount())
            .Add(sent.Written, owner.Elapsed(began));
    }
}
