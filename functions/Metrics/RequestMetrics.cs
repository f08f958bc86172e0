using System.Diagnostics.Metrics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Pipelines.Functions.Metrics;

/// <summary>Measures how long requests take, by function, method and status, from their arrival to the last byte of the answer.</summary>
/// <param name="time">The clock.</param>
public sealed class RequestMetrics(TimeProvider time) : IFunctionsWorkerMiddleware
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Pipelines.Functions";

    private static readonly Meter s_meter = new(MeterName);
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "pipelines.http.request.duration",
        "s",
        "Requests by function, method and status.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static readonly UpDownCounter<long> s_active = s_meter.CreateUpDownCounter<long>("pipelines.http.requests.active", "{request}", "Requests under way.");

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            var function = context.FunctionDefinition.Name;
            var started = time.GetTimestamp();
            s_active.Add(1);
            http.Response.OnCompleted(() =>
            {
                s_active.Add(-1);
                s_duration.Record(
                    time.GetElapsedTime(started).TotalSeconds,
                    KeyValuePair.Create("function", (object?)function),
                    KeyValuePair.Create("method", (object?)http.Request.Method),
                    KeyValuePair.Create("status", (object?)http.Response.StatusCode));
                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}
