using System.Collections.Concurrent;

namespace Pipelines.Node.Ingress;

/// <summary>Counts requests by app, component and class of status, with the bytes sent.</summary>
internal sealed class IngressMetrics(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string App, string Component, int Class), RequestCount> counts = new();

    public IEnumerable<KeyValuePair<(string App, string Component, int Class), RequestCount>> Counts => counts;

    /// <summary>Begins to measure a request; disposing ends it.</summary>
    public RequestMeasurement Begin(HttpContext context, string app, string component)
    {
        var began = time.GetTimestamp();
        return new RequestMeasurement(context, (status, sent) => counts
            .GetOrAdd((app, component, status / 100), _ => new RequestCount())
            .Add(sent, time.GetElapsedTime(began)));
    }

    /// <summary>Forgets an app.</summary>
    public void Forget(string app)
    {
        foreach (var key in counts.Keys.Where(each => each.App == app))
        {
            counts.TryRemove(key, out _);
        }
    }
}
