using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipelines.Storage.Secrets;

/// <summary>The forms in which a secret shows up in a log: as it is, and as programs commonly encode it.</summary>
internal static class SecretForms
{
    /// <summary>Shorter texts are too common to be hidden.</summary>
    public const int MinimumLength = 4;

    // A part of a secret says less than the whole, and hides more of what is none.
    private const int MinimumPartLength = 8;

    /// <summary>All forms of a secret that are worth hiding.</summary>
    public static IEnumerable<string> Of(string secret)
    {
        if (secret.Length < MinimumLength)
        {
            return [];
        }

        var bytes = Encoding.UTF8.GetBytes(secret);
        return Whole(secret)
            .Where(static form => form.Length >= MinimumLength)
            .Concat(Lines(secret).Concat(Embedded(bytes)).Where(static form => form.Length >= MinimumPartLength))
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Whole(string secret)
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        var escaped = Uri.EscapeDataString(secret);
        return
        [
            secret,
            secret.Trim(),
            base64.TrimEnd('='),
            UrlSafe(base64.TrimEnd('=')),
            escaped,
            LowerCaseEscapes(escaped),
            escaped.Replace("%20", "+", StringComparison.Ordinal),
            JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
            JsonEncodedText.Encode(secret).Value,
        ];
    }

    // A log has lines: of a key in several lines each one is a secret.
    private static IEnumerable<string> Lines(string secret) =>
        secret.AsSpan().ContainsAny('\r', '\n') ? secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    // Within a longer text, as in "user:secret" of basic authentication, base64 has one of three alignments; the characters
    // at both ends are shared with the neighbours and left out.
    private static IEnumerable<string> Embedded(byte[] secret)
    {
        for (var before = 1; before <= 2; before++)
        {
            var first = before + 1;
            yield return Middle(secret, before, first);
            yield return UrlSafe(Middle(secret, before, first));
        }

        yield return Middle(secret, 0, 0);
        yield return UrlSafe(Middle(secret, 0, 0));
    }

    private static string Middle(byte[] secret, int before, int first)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. secret]);
        var whole = (before + secret.Length) * 8 / 6;
        return first < whole ? text[first..whole] : "";
    }

    private static string UrlSafe(string base64) => base64.Replace('+', '-').Replace('/', '_');

    private static string LowerCaseEscapes(string escaped)
    {
        var characters = escaped.ToCharArray();
        for (var i = 0; i + 2 < characters.Length; i++)
        {
            if (characters[i] == '%')
            {
                characters[i + 1] = char.ToLowerInvariant(characters[i + 1]);
                characters[i + 2] = char.ToLowerInvariant(characters[i + 2]);
            }
        }

        return new string(characters);
    }
}
