namespace Pipelines.Activities.Processes;

/// <summary>Words of the POSIX shell.</summary>
internal static class ShellWord
{
    /// <summary>One word that stands for the text, whatever characters it has.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
