using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Images;

/// <summary>What detection needs of a Dockerfile: the port that its last stage exposes.</summary>
internal sealed class Dockerfile
{
    private static readonly Regex Variable = SourcePattern.Of(@"\$\{?([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}?");

    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);

    private bool hasStage;

    /// <summary>Gets the first TCP port that the last stage exposes.</summary>
    internal int? ExposedPort { get; private set; }

    /// <summary>Reads a Dockerfile; false when it has no FROM.</summary>
    internal static bool TryRead(string text, out Dockerfile dockerfile)
    {
        dockerfile = new Dockerfile();
        foreach (var line in text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            dockerfile.Apply(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        }

        return dockerfile.hasStage;
    }

    private void Apply(string[] words)
    {
        switch (words.Length > 1 ? words[0].ToUpperInvariant() : string.Empty)
        {
            case "FROM":
                hasStage = true;
                ExposedPort = null;
                break;
            case "ARG" or "ENV" when words[1].IndexOf('=', StringComparison.Ordinal) < 0 && words.Length > 2:
                variables[words[1]] = words[2];
                break;
            case "ARG" or "ENV":
                foreach (var pair in words[1..].Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2))
                {
                    variables[pair[0]] = pair[1].Trim('"', '\'');
                }

                break;
            case "EXPOSE":
                ExposedPort ??= words[1..].Select(Port).FirstOrDefault(port => port is not null);
                break;
        }
    }

    private int? Port(string word)
    {
        var value = Variable.Replace(word, match => variables.GetValueOrDefault(match.Groups[1].Value, match.Groups[2].Value));
        var parts = value.Split('/');
        return parts.Length == 1 || string.Equals(parts[1], "tcp", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(parts[0].Split('-')[0], out var port) && port is > 0 and < 65536 ? port : null
            : null;
    }
}
