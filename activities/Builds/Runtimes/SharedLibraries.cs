using System.Text.RegularExpressions;
using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>Finds the shared libraries that the machine's own programs link to.</summary>
internal static partial class SharedLibraries
{
    private const int FilesAtOnce = 200;

    /// <summary>The libraries, by <c>ldd</c>, which loads what it looks at: only for files of the machine.</summary>
    public static async Task<IReadOnlySet<string>> OfAsync(IEnumerable<string> files, CancellationToken cancellation)
    {
        var libraries = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var some in files.Chunk(FilesAtOnce))
        {
            var command = new ProcessCommand
            {
                Program = "ldd",
                Arguments = some,
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["LC_ALL"] = "C" },
            };

            // Exit code 1 means that a file is no dynamic program: it needs nothing.
            var (_, output) = await ProcessRunner.CaptureAsync(command, _ => { }, cancellation);
            libraries.UnionWith(Library().Matches(output).Select(match => match.Groups["path"].Value));
        }

        return libraries;
    }

    /// <summary>The shared objects in a directory, loadable modules included.</summary>
    public static IEnumerable<string> In(string directory) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, "*.so*", SearchOption.AllDirectories)
            : [];

    [GeneratedRegex(@"(?:=> |^\s+)(?<path>/\S+) \(0x", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex Library();
}
