using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Node.State;

namespace Pipelines.Node.Runtimes;

/// <summary>Writes the process of a shell (OCI runtime-spec 1.0, process): who the instance's own is, with what that may and knows, at a terminal.</summary>
internal static class ShellProcess
{
    /// <summary>The kind of terminal that shells are told they have: what the clients of consoles emulate.</summary>
    public const string Terminal = "xterm-256color";

    /// <summary>A script that waits to be continued before it becomes the shell that it is for.</summary>
    private const string Wait = "kill -STOP $$; exec \"$0\"";

    /// <summary>Writes the file.</summary>
    /// <param name="launch">The shell.</param>
    /// <param name="stopped">Whether it stops before it begins (SIGSTOP), until it is continued.</param>
    /// <returns>Its path. It holds the instance's environment, secrets included.</returns>
    /// <exception cref="IOException">The instance's bundle is gone.</exception>
    public static string Write(ShellLaunch launch, bool stopped)
    {
        var config = JsonNode.Parse(File.ReadAllBytes(Path.Combine(launch.BundleDirectory, "config.json")));
        var process = config?["process"]?.DeepClone().AsObject() ?? throw new InvalidDataException("The instance's bundle has no process.");
        process["terminal"] = true;
        process["args"] = stopped ? new JsonArray(launch.Program, "-c", Wait, launch.Program) : new JsonArray(launch.Program);
        process["env"] = new JsonArray([.. process["env"]!.AsArray()
            .Select(entry => (string)entry!)
            .Where(entry => !entry.StartsWith("TERM=", StringComparison.Ordinal))
            .Append($"TERM={Terminal}")
            .Select(entry => JsonValue.Create(entry))]);
        var path = Path.Combine(launch.Directory, "process.json");
        AtomicFile.WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(process));
        return path;
    }
}
