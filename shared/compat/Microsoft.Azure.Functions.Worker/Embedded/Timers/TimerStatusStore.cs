using System.Text.Json;

namespace Pipelines.Functions.Embedded;

/// <summary>Keeps the timers' statuses, one file per function in <c>timers/</c> of the data directory.</summary>
internal sealed class TimerStatusStore(HostSettings settings)
{
    /// <summary>The status of a function's timer; null when there is none, or none that can be read.</summary>
    public TimerStatus? Read(string function)
    {
        try
        {
            return File.Exists(PathOf(function)) ? JsonSerializer.Deserialize<TimerStatus>(File.ReadAllBytes(PathOf(function))) : null;
        }
        catch (JsonException)
        {
            // A damaged status loses one make-up run at most; refusing to start would lose them all.
            return null;
        }
    }

    public void Write(string function, TimerStatus status) =>
        AtomicFile.Write(PathOf(function), JsonSerializer.SerializeToUtf8Bytes(status), "timers");

    // A function's name is letters, digits, '_' and '-' (FunctionDiscovery); names differ in more than their case.
    private string PathOf(string function) =>
        Path.Combine(settings.DataDirectory, "timers", function.ToLowerInvariant() + ".json");
}
