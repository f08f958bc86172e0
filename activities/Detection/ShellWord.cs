namespace Pipelines.Activities.Detection;

/// <summary>
/// Names from a repository become part of command lines for a shell. Only plain ones are used as they are; the
/// others would be words of the shell's language.
/// </summary>
internal static class ShellWord
{
    /// <summary>Whether a name stands for itself in a shell and cannot be taken for an option.</summary>
    internal static bool IsPlain(string word) =>
        word.Length is > 0 and <= 200
        && word[0] != '-'
        && word.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '/' or '+' or '@' or ':' or '~')
        && word[0] != '~';

    /// <summary>The word in a form that a POSIX shell takes literally.</summary>
    internal static string Quoted(string word) => IsPlain(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
