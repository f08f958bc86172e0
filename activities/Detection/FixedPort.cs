using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection;

/// <summary>Finds the port of a program that listens on a number of its own instead of on PORT.</summary>
internal static class FixedPort
{
    private static readonly Regex Listens = SourcePattern.Of(
        """(?:\.listen\(|ListenAndServe\(|HTTPServer\(|\.run\(|\.Listen\(|\.Run\(|Addr:|listen_port|port\s*[=:])\s*[\(\{]?\s*(?:port\s*[=:]\s*)?["'`]?(?:[0-9.]*|localhost|["'],?\s*):?,?\s*([0-9]{4,5})\b""");

    /// <summary>The port, or null when the file follows PORT or says nothing.</summary>
    internal static Finding? In(SourceFolder folder, string? file)
    {
        if (file is null || folder.Text(file) is not { } text || text.Contains("PORT", StringComparison.Ordinal))
        {
            return null;
        }

        return Listens.Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, out var port) && port is > 0 and < 65536
            ? new Finding(match.Groups[1].Value, file, $"listens on {port}: {Shown(match.Value)}")
            : null;
    }

    /// <summary>States the port that the file listens on, if it has one of its own.</summary>
    internal static ComponentDraft ListensAsIn(this ComponentDraft draft, string? file) =>
        In(draft.Folder, file) is { } port ? draft.Listens(int.Parse(port.Value), port.File, port.Detail) : draft;

    private static string Shown(string code) => code.ReplaceLineEndings(" ");
}
