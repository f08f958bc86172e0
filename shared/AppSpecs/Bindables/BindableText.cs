using System.Text;

namespace Pipelines.AppSpecs;

/// <summary>
/// Text with references of the form <c>${name}</c> or <c>${name.ATTRIBUTE}</c>. <c>$${</c> stands for <c>${</c>
/// itself; a dollar sign before anything else, and a brace that is never closed, stand for themselves.
/// </summary>
internal static class BindableText
{
    /// <summary>The references in the text, in order, without <c>${</c> and <c>}</c>.</summary>
    public static IReadOnlyList<string> References(string text)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return [];
        }

        var references = new List<string>();
        _ = Replace(text, reference =>
        {
            references.Add(reference);
            return "";
        });
        return references;
    }

    /// <summary>The text with each reference replaced and each escape undone. Replacements are not looked into.</summary>
    public static string Replace(string text, Func<string, string> replacement)
    {
        var result = new StringBuilder(text.Length);
        var index = 0;
        while (index < text.Length)
        {
            var dollar = text.IndexOf('$', index);
            if (dollar < 0)
            {
                break;
            }

            result.Append(text, index, dollar - index);
            index = Step(text, dollar, replacement, result);
        }

        return result.Append(text, index, text.Length - index).ToString();
    }

    private static int Step(string text, int dollar, Func<string, string> replacement, StringBuilder result)
    {
        var rest = text.AsSpan(dollar);
        if (rest.StartsWith("$${"))
        {
            result.Append("${");
            return dollar + 3;
        }

        var close = rest.StartsWith("${") ? rest.IndexOf('}') : -1;
        if (close < 0)
        {
            result.Append('$');
            return dollar + 1;
        }

        result.Append(replacement(text.Substring(dollar + 2, close - 2)));
        return dollar + close + 1;
    }
}
