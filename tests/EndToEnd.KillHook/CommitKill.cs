using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Pipelines.EndToEnd.KillHook;

/// <summary>
/// Counts the commits to persistent storage that this process makes, and kills it (SIGKILL) right after the one it was told.
/// A file <c>kill-at</c> in its directory arms it: it holds the number of the commit, counted from the first one after the
/// file appeared, and a word that tells this order from others. File <c>commits</c> gets a line for each commit since then.
/// </summary>
internal sealed class CommitKill(string directory) : IDisposable
{
    /// <summary>The environment variable that names the directory.</summary>
    public const string DirectoryVariable = "PIPELINES_TEST_KILL_AT";

    private const string MeterName = "Pipelines.Storage";
    private const string InstrumentName = "pipelines.storage.commits";
    private readonly Lock _gate = new();
    private readonly string _order = Path.Combine(directory, "kill-at");
    private readonly string _journal = Path.Combine(directory, "commits");
    private readonly MeterListener _listener = new();
    private string? _armedBy;
    private long _killAt;
    private long _count;

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MeterName && instrument.Name == InstrumentName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, tags, _) => Count(measurement, Store(tags)));
        _listener.SetMeasurementEventCallback<int>((_, measurement, tags, _) => Count(measurement, Store(tags)));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    private static string Store(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "store")
            {
                return Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
            }
        }

        return "";
    }

    private void Count(long commits, string store)
    {
        lock (_gate)
        {
            TakeOrder();
            for (var each = 0; each < commits && _armedBy is not null; each++)
            {
                _count++;
                File.AppendAllText(_journal, string.Create(CultureInfo.InvariantCulture, $"{_count} {store}\n"));
                if (_count == _killAt)
                {
                    File.Delete(_order);
                    Process.GetCurrentProcess().Kill();
                }
            }
        }
    }

    private void TakeOrder()
    {
        var order = File.Exists(_order) ? File.ReadAllText(_order) : null;
        if (order != _armedBy)
        {
            _armedBy = order;
            _count = 0;
            _killAt = order is null ? 0 : long.Parse(order.Split(' ')[0], CultureInfo.InvariantCulture);
        }
    }
}
