namespace Pipelines.Activities.Detection;

/// <summary>Reads .tool-versions (asdf, mise): one tool and its version a line.</summary>
internal static class ToolVersions
{
    private const string FileName = ".tool-versions";

    internal static Finding? Of(SourceFolder folder, params string[] names)
    {
        foreach (var line in folder.Text(FileName)?.Split('\n', 100) ?? [])
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length >= 2 && names.Contains(words[0], StringComparer.Ordinal))
            {
                return new Finding(words[1], FileName, line.Trim());
            }
        }

        return null;
    }
}
