using System.Diagnostics;
using System.Globalization;
using Pipelines.Node.Commands;
using Pipelines.Node.Interop;
using Pipelines.Node.Runtimes;

namespace Pipelines.Node.Instances;

/// <summary>
/// The process between the node and a runtime: a shell in a session of its own that outlives the node, keeps the runtime
/// in its foreground, and leaves the exit code where any later node finds it.
/// </summary>
internal static class Shim
{
    /// <summary>Constant: everything that varies comes as a positional argument and is never evaluated.</summary>
    private const string Script = """
        trap : TERM INT HUP
        pid=$1 exit=$2 log=$3 groups=$4
        shift 4
        exec </dev/null >>"$log" 2>&1
        read -r stat <"/proc/$$/stat" && echo "$stat" >"$pid" || exit 125
        while [ "$groups" -gt 0 ]; do echo "$$" >"$1"; shift; groups=$((groups-1)); done
        "$@"
        echo "$?" >"$exit"
        """;

    /// <summary>Starts a command under a shim.</summary>
    /// <returns>The shim's process id.</returns>
    public static int Start(InstanceFiles files, int attempt, RuntimeCommand command, IReadOnlyList<string> cgroupFiles)
    {
        var joined = command.JoinsCgroup ? cgroupFiles : [];
        var start = new ProcessStartInfo(
            Command.Find("setsid") ?? "setsid",
            ["/bin/sh", "-c", Script, "pipelines-shim", files.Pid(attempt), files.Exit(attempt), files.Log, joined.Count.ToString(CultureInfo.InvariantCulture), .. joined, .. command.Arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = command.Directory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("The shim was not started.");
        return process.Id;
    }

    /// <summary>Finds the shim of a run that an earlier node started; null when it is gone.</summary>
    public static int? Find(InstanceFiles files, int attempt)
    {
        var stat = ReadOrNull(files.Pid(attempt));
        if (stat is null || !int.TryParse(stat.Split(' ')[0], CultureInfo.InvariantCulture, out var processId))
        {
            return null;
        }

        return ProcessInfo.ParseStartTime(stat) is { } started && ProcessInfo.StartTime(processId) == started ? processId : null;
    }

    /// <summary>Reads the exit code of a run; null while there is none.</summary>
    public static int? ReadExitCode(InstanceFiles files, int attempt) =>
        int.TryParse(ReadOrNull(files.Exit(attempt)), CultureInfo.InvariantCulture, out var code) ? code : null;

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
