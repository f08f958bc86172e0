using System.Buffers;
using System.Text;

namespace Pipelines.Storage.Secrets;

/// <summary>
/// Hides known secrets in log lines: as they are, in base64, URL-encoded and as JSON strings. Secrets that overlap are
/// hidden together. Those shorter than four characters are not hidden: they would make any log unreadable.
/// </summary>
public sealed class SecretRedactor
{
    /// <summary>What stands in a line instead of a secret.</summary>
    public const string Mask = "***";

    private readonly string[] _forms;
    private readonly SearchValues<string> _search;

    /// <summary>Initializes a new instance of the <see cref="SecretRedactor"/> class.</summary>
    /// <param name="secrets">The plain secrets; their order does not matter.</param>
    public SecretRedactor(IEnumerable<string> secrets)
    {
        _forms = [.. secrets.SelectMany(SecretForms.Of).Distinct(StringComparer.Ordinal).OrderByDescending(static form => form.Length)];
        _search = SearchValues.Create(_forms, StringComparison.Ordinal);
    }

    /// <summary>Hides the secrets in a text.</summary>
    /// <returns>The same text where there is none.</returns>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = _forms.Length == 0 ? -1 : text.AsSpan().IndexOfAny(_search);
        return start < 0 ? text : Redact(text, start);
    }

    private string Redact(string text, int start)
    {
        var result = new StringBuilder(text.Length);
        var kept = 0;
        while (start >= 0)
        {
            var end = EndOfSecrets(text, start);
            result.Append(text, kept, start - kept).Append(Mask);
            kept = end;
            start = IndexOfSecret(text, end);
        }

        return result.Append(text, kept, text.Length - kept).ToString();
    }

    // Follows secrets that begin within the present one, so that no rest of the longer one is left over.
    private int EndOfSecrets(string text, int start)
    {
        var end = start + LongestAt(text, start);
        for (var next = IndexOfSecret(text, start + 1); next >= 0 && next < end; next = IndexOfSecret(text, next + 1))
        {
            end = Math.Max(end, next + LongestAt(text, next));
        }

        return end;
    }

    private int IndexOfSecret(string text, int from)
    {
        var index = text.AsSpan(from).IndexOfAny(_search);
        return index < 0 ? -1 : from + index;
    }

    private int LongestAt(string text, int position)
    {
        foreach (var form in _forms)
        {
            if (text.AsSpan(position).StartsWith(form, StringComparison.Ordinal))
            {
                return form.Length;
            }
        }

        return 0;
    }
}
