using System.Globalization;

namespace Pipelines.Node.Interop;

/// <summary>What <c>/proc</c> tells of a process that may end at any moment (proc(5)).</summary>
internal static class ProcessInfo
{
    private const int StateField = 0;
    private const int SessionField = 3;
    private const int StartTimeField = 19;
    private static readonly Lazy<string> Boot = new(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    /// <summary>Gets the id of this boot of the machine: process ids of another boot mean nothing.</summary>
    public static string BootId => Boot.Value;

    /// <summary>The start time of a process in clock ticks since boot, which with its id names it for good; null when it is gone or a zombie.</summary>
    public static ulong? StartTime(int processId) => ParseStartTime(ReadOrNull($"/proc/{processId}/stat"));

    /// <summary>Parses the start time out of a line of <c>/proc/…/stat</c>; null for a zombie's.</summary>
    public static ulong? ParseStartTime(string? stat) => FieldsOf(stat) is { } fields ? ulong.Parse(fields[StartTimeField], CultureInfo.InvariantCulture) : null;

    /// <summary>The processes of a session, by the id of the process that leads it or has led it.</summary>
    public static IReadOnlyList<int> OfSession(int leader) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0)
            .Where(process => process > 0 && Session(process) == leader)];

    /// <summary>The session of a process, by the id of the process that leads it; null when it is gone or a zombie.</summary>
    public static int? Session(int processId) =>
        FieldsOf(ReadOrNull($"/proc/{processId}/stat")) is { } fields ? int.Parse(fields[SessionField], CultureInfo.InvariantCulture) : null;

    /// <summary>Whether a process is stopped by a signal.</summary>
    public static bool IsStopped(int processId) => FieldsOf(ReadOrNull($"/proc/{processId}/stat"))?[StateField] == "T";

    /// <summary>The first child of a process; null for none.</summary>
    public static int? FirstChild(int processId) =>
        int.TryParse(ReadOrNull($"/proc/{processId}/task/{processId}/children")?.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var child) ? child : null;

    /// <summary>The environment that a process was started with; empty when it is gone.</summary>
    public static IReadOnlyDictionary<string, string> Environment(int processId) =>
        (ReadOrNull($"/proc/{processId}/environ") ?? string.Empty).Split('\0')
            .Select(entry => entry.Split('=', 2))
            .Where(parts => parts.Length == 2 && parts[0].Length > 0)
            .DistinctBy(parts => parts[0])
            .ToDictionary(parts => parts[0], parts => parts[1]);

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

    // The fields from the third on; null for what is gone or a zombie.
    private static string[]? FieldsOf(string? stat)
    {
        // The second field is the program's name in parentheses and may hold anything, spaces and parentheses too.
        var end = stat?.LastIndexOf(')') ?? -1;
        if (end < 0)
        {
            return null;
        }

        var fields = stat![(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeField && fields[StateField] is not ("Z" or "X") ? fields : null;
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
