using System.Text;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection;

/// <summary>Gives each component a name that an App Spec accepts: 2 to 32 of a-z, 0-9 and '-', a letter first, no '-' last.</summary>
internal static class ComponentNames
{
    private const int MaxLength = 32;

    internal static IReadOnlyList<DetectedComponent> Named(IReadOnlyList<ComponentDraft> drafts)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. drafts.Select(draft => draft.Finish(Unique(Proposed(draft, drafts), taken)))];
    }

    private static string Proposed(ComponentDraft draft, IReadOnlyList<ComponentDraft> all)
    {
        var folder = draft.Folder.Name;
        var isAlone = all.Count(other => other.Folder.Path == draft.Folder.Path) == 1;
        return (folder.Length == 0 ? Valid(draft.ProposedName) : isAlone ? Valid(folder) : Valid($"{folder}-{draft.ProposedName}"))
            ?? draft.Kind switch { ComponentKind.StaticSite => "site", ComponentKind.Worker => "worker", _ => "web" };
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            var suffix = $"-{number}";
            unique = name[..Math.Min(name.Length, MaxLength - suffix.Length)].TrimEnd('-') + suffix;
        }

        return unique;
    }

    /// <summary>The text as a name, or null when too little of it is left.</summary>
    private static string? Valid(string? text)
    {
        var name = new StringBuilder();
        foreach (var character in text ?? string.Empty)
        {
            if (name.Length == MaxLength)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(character) && (name.Length > 0 || char.IsAsciiLetter(character)))
            {
                name.Append(char.ToLowerInvariant(character));
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var valid = name.ToString().TrimEnd('-');
        return valid.Length >= 2 ? valid : null;
    }
}
