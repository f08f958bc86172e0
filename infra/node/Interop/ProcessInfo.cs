using System.Globalization;

namespace Pipelines.Node.Interop;

/// <summary>What <c>/proc</c> tells of a process that may end at any moment (proc(5)).</summary>
internal static class ProcessInfo
{
    private const int StateField = 0;
    private const int StartTimeField = 19;
    private static readonly Lazy<string> Boot = new(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    /// <summary>Gets the id of this boot of the machine: process ids of another boot mean nothing.</summary>
    public static string BootId => Boot.Value;

    /// <summary>The start time of a process in clock ticks since boot, which with its id names it for good; null when it is gone or a zombie.</summary>
    public static ulong? StartTime(int processId) => ParseStartTime(ReadOrNull($"/proc/{processId}/stat"));

    /// <summary>Parses the start time out of a line of <c>/proc/…/stat</c>; null for a zombie's.</summary>
    public static ulong? ParseStartTime(string? stat)
    {
        // The second field is the program's name in parentheses and may hold anything, spaces and parentheses too.
        var end = stat?.LastIndexOf(')') ?? -1;
        if (end < 0)
        {
            return null;
        }

        var fields = stat![(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeField && fields[StateField] is not ("Z" or "X")
            ? ulong.Parse(fields[StartTimeField], CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>How a process takes a signal.</summary>
    public static SignalDisposition Disposition(int processId, int signal)
    {
        var status = ReadOrNull($"/proc/{processId}/status");
        if (status is null)
        {
            return SignalDisposition.Gone;
        }

        var bit = 1UL << (signal - 1);
        return (Mask(status, "SigCgt:") & bit) != 0 ? SignalDisposition.Caught
            : (Mask(status, "SigIgn:") & bit) != 0 ? SignalDisposition.Ignored
            : SignalDisposition.Default;
    }

    private static ulong Mask(string status, string name)
    {
        var at = status.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? 0 : ulong.Parse(status.AsSpan(at + name.Length, 17).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
