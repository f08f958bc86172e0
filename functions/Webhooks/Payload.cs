using System.Globalization;
using System.Text.Json;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Webhooks;

/// <summary>Reads members of a payload, bounded and checked.</summary>
internal static class Payload
{
    private const string Branches = "refs/heads/";
    private const int MaximumText = 512;
    private const int MaximumMessage = 64 * 1024;
    private const int MaximumPaths = 2000;
    private const int MaximumPathCharacters = 64 * 1024;

    /// <summary>A member of an object of objects; null where there is none of that kind.</summary>
    public static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : element;
    }

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.String } found && found.GetString() is { Length: > 0 and <= MaximumText } text ? text : null;

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ApiException">400: it is not.</exception>
    public static string Require(JsonElement element, params ReadOnlySpan<string> path) =>
        Text(element, path) ?? throw ApiException.BadRequest($"the payload has no usable \"{string.Join('.', path)}\"");

    /// <summary>A commit that must be there.</summary>
    /// <exception cref="ApiException">400: it is not, or is no commit.</exception>
    public static string RequireCommit(JsonElement element, params ReadOnlySpan<string> path) =>
        Require(element, path) is { Length: 40 or 64 } commit && commit.All(char.IsAsciiHexDigitLower)
            ? commit
            : throw ApiException.BadRequest($"the payload's \"{string.Join('.', path)}\" is no commit");

    /// <summary>Whether a commit is the one of zeros that stands for none.</summary>
    public static bool IsNoCommit(string commit) => commit.All(digit => digit == '0');

    /// <summary>A commit; null where there is none, or the one of zeros.</summary>
    public static string? Commit(JsonElement element, params ReadOnlySpan<string> path) =>
        Text(element, path) is { Length: 40 or 64 } commit && commit.All(char.IsAsciiHexDigitLower) && !IsNoCommit(commit) ? commit : null;

    /// <summary>A commit that may be shortened, only to be told from others; null where there is none.</summary>
    public static string? ShortCommit(JsonElement element, params ReadOnlySpan<string> path) =>
        Text(element, path) is { Length: >= 7 and <= 64 } commit && commit.All(char.IsAsciiHexDigitLower) ? commit : null;

    /// <summary>Whether the message of a commit asks for no deployment; of a long one only the beginning is read.</summary>
    public static bool SkipsDeployment(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.String } found && found.GetString() is { } text
        && (Contains(text, "[skip deploy]") || Contains(text, "[deploy skip]"));

    /// <summary>A whole number that must be there.</summary>
    /// <exception cref="ApiException">400: it is not, or is not positive.</exception>
    public static int RequireNumber(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt32(out var number) && number > 0
            ? number
            : throw ApiException.BadRequest($"the payload has no usable \"{string.Join('.', path)}\"");

    /// <summary>A time; null where there is none.</summary>
    public static DateTimeOffset? Time(JsonElement element, params ReadOnlySpan<string> path) =>
        Text(element, path) is { } text && DateTimeOffset.TryParse(text.Replace(" UTC", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>The branch of a reference; null for a tag or anything else.</summary>
    public static string? BranchOf(string reference) => reference.StartsWith(Branches, StringComparison.Ordinal) ? reference[Branches.Length..] : null;

    /// <summary>The texts of a list that are there.</summary>
    public static IReadOnlyList<string> Texts(JsonElement element, params ReadOnlySpan<string> names)
    {
        var texts = new List<string>();
        foreach (var name in names)
        {
            if (Text(element, name) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    /// <summary>The paths that commits added, changed or removed; null when they are not all told or too many to be worth it, which counts as everything.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="maximumCommits">The number of commits at which the provider cuts the list.</param>
    public static IReadOnlyList<string>? ChangedPaths(JsonElement payload, int maximumCommits)
    {
        if (Find(payload, "commits") is not { ValueKind: JsonValueKind.Array } commits || commits.GetArrayLength() == 0 || commits.GetArrayLength() >= maximumCommits)
        {
            return null;
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        var characters = 0;
        foreach (var list in commits.EnumerateArray().SelectMany(commit => (JsonElement?[])[Find(commit, "added"), Find(commit, "modified"), Find(commit, "removed")]))
        {
            if (list is not { ValueKind: JsonValueKind.Array } listed)
            {
                return null;
            }

            foreach (var item in listed.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String || item.GetString() is not { } path)
                {
                    return null;
                }

                characters += paths.Add(path) ? path.Length : 0;
                if (paths.Count > MaximumPaths || characters > MaximumPathCharacters)
                {
                    return null;
                }
            }
        }

        return [.. paths];
    }

    private static bool Contains(string text, string marker) => text.AsSpan(0, Math.Min(text.Length, MaximumMessage)).Contains(marker, StringComparison.OrdinalIgnoreCase);
}
