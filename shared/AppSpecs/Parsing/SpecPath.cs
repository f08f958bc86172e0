using System.Text;

namespace Pipelines.AppSpecs;

/// <summary>Paths of fields: names joined by dots, positions in lists in brackets.</summary>
internal static class SpecPath
{
    public static string Field(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public static string Item(string path, int index) => $"{path}[{index}]";

    public static string WithoutIndexes(string path)
    {
        if (!path.Contains('[', StringComparison.Ordinal))
        {
            return path;
        }

        var text = new StringBuilder(path.Length);
        var inside = false;
        foreach (var character in path)
        {
            inside = character == '[' || (inside && character != ']');
            if (!inside && character != ']')
            {
                text.Append(character);
            }
        }

        return text.ToString();
    }

    /// <summary>True when the path is the other one or lies below it.</summary>
    public static bool IsAtOrBelow(string path, string other) =>
        path.StartsWith(other, StringComparison.Ordinal)
        && (path.Length == other.Length || path[other.Length] is '.' or '[');
}
