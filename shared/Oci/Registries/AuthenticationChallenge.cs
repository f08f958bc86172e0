using System.Net.Http.Headers;

namespace Pipelines.Oci;

/// <summary>What a registry asks for before it answers: one challenge of a WWW-Authenticate header (RFC 9110, 11.6.1).</summary>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public static AuthenticationChallenge? Find(HttpHeaderValueCollection<AuthenticationHeaderValue> headers, string scheme)
    {
        var header = headers.FirstOrDefault(value => string.Equals(value.Scheme, scheme, StringComparison.OrdinalIgnoreCase));
        return header is null ? null : new AuthenticationChallenge(scheme, ParseParameters(header.Parameter ?? string.Empty));
    }

    // name=token or name="quoted \"text\"", separated by commas.
    private static Dictionary<string, string> ParseParameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = text.AsSpan();
        while (rest.IndexOf('=') is > 0 and var equals)
        {
            var name = rest[..equals].Trim(" ,\t").ToString();
            rest = rest[(equals + 1)..].TrimStart();
            parameters[name] = rest.StartsWith('"') ? TakeQuoted(ref rest) : TakeToken(ref rest);
        }

        return parameters;
    }

    private static string TakeToken(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(',');
        var token = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return token.Trim().ToString();
    }

    private static string TakeQuoted(ref ReadOnlySpan<char> rest)
    {
        var value = new System.Text.StringBuilder();
        var at = 1;
        for (; at < rest.Length && rest[at] != '"'; at++)
        {
            if (rest[at] == '\\' && at + 1 < rest.Length)
            {
                at++;
            }

            value.Append(rest[at]);
        }

        rest = at < rest.Length ? rest[(at + 1)..] : [];
        return value.ToString();
    }
}
