using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Api.Logs;

/// <summary>
/// Those who read logs at present. Each is sent a log at its own pace, out of what is stored, so that none holds up a writer
/// or another reader; what is on its way to one is bounded; and one that takes nothing for too long is cut off.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Learns who was cut off.</param>
public sealed partial class LogReaders(IOptions<LogReaderOptions> options, TimeProvider time, ILogger<LogReaders> logger)
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Pipelines.Logs";

    // The kernel takes twice as much. Left to itself it would grow to megabytes for a reader that does not keep up.
    private const int SendBufferBytes = 64 * 1024;
    private static readonly Meter s_meter = new(MeterName);
    private static readonly UpDownCounter<long> s_present = s_meter.CreateUpDownCounter<long>("pipelines.logs.readers", "{reader}", "Readers of logs at present.");
    private static readonly Counter<long> s_cut = s_meter.CreateCounter<long>("pipelines.logs.readers.cut", "{reader}", "Readers that were cut off because they took nothing.");
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _perApp = new(StringComparer.Ordinal);

    /// <summary>Gets how long a reader may take nothing.</summary>
    public TimeSpan Patience => options.Value.Patience;

    /// <summary>Gets the clock that measures it.</summary>
    internal TimeProvider Time => time;

    /// <summary>Takes a reader in.</summary>
    /// <returns>What is disposed of when it has gone.</returns>
    /// <exception cref="ApiException">429: too many read logs of that app already.</exception>
    public IDisposable Join(string appId)
    {
        lock (_gate)
        {
            var present = _perApp.GetValueOrDefault(appId);
            if (present >= options.Value.MaximumPerApp)
            {
                throw ApiException.TooManyRequests($"{present} readers read logs of this app already, which is the most that may at once; close some");
            }

            _perApp[appId] = present + 1;
        }

        s_present.Add(1);
        return new Reader(this, appId);
    }

    /// <summary>Bounds what the system keeps for a reader that follows a log, and with it how far behind its pongs may be.</summary>
    internal static void BoundBuffer(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.SendBufferSize = SendBufferBytes;
        }
    }

    /// <summary>Notes that a reader was cut off.</summary>
    internal void NoteCut(LogGrant grant)
    {
        s_cut.Add(1);

        // Out of the request's scope: its path is the leave to read the log, which the platform's own log must not hold.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => LogCut(grant.AppId, grant.DeploymentId, Patience));
        }
    }

    private void Leave(string appId)
    {
        s_present.Add(-1);
        lock (_gate)
        {
            if (--_perApp[appId] == 0)
            {
                _ = _perApp.Remove(appId);
            }
        }
    }

    private sealed class Reader(LogReaders readers, string appId) : IDisposable
    {
        private int _gone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gone, 1) == 0)
            {
                readers.Leave(appId);
            }
        }
    }
}
