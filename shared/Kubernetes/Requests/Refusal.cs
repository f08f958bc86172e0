using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipelines.Kubernetes.Requests;

/// <summary>Makes exceptions of what a server says when it refuses (Kubernetes API, Status).</summary>
internal static partial class Refusal
{
    private const int MaximumAnswer = 1024 * 1024;
    private const int MaximumMessage = 4096;
    private const int MaximumCauses = 100;

    /// <summary>Reads a refusal.</summary>
    public static async Task<KubernetesException> ReadAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellation)
    {
        var code = Code((int)response.StatusCode);
        try
        {
            var status = await Answer.ReadObjectAsync(response.Content, MaximumAnswer, cancellation);
            return Of(request, status, code);
        }
        catch (Exception exception) when (exception is JsonException or IOException or HttpRequestException)
        {
            // Something in between answered, or the server broke off: the status says enough.
            return new KubernetesException(code, null, $"{request.What}: HTTP {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd(), []);
        }
    }

    /// <summary>Makes an exception of a Status object.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="status">The object.</param>
    /// <param name="code">The HTTP status, where the object tells none.</param>
    public static KubernetesException Of(ApiRequest request, JsonObject status, int code)
    {
        code = Number(status["code"]) is { } told and >= 400 and <= 599 ? told : code;
        var words = Text(status["message"]) ?? $"HTTP {code}";
        if (UndeclaredFields(words) is { Count: > 0 } fields)
        {
            return new KubernetesException(400, "BadRequest", Message(request, words), fields);
        }

        return new KubernetesException(code, Text(status["reason"]), Message(request, words), [.. Causes(request, status)]);
    }

    /// <summary>Makes an exception for a server that could not be asked.</summary>
    public static KubernetesException Unreachable(ApiRequest request, string why, Exception? inner) =>
        new(503, KubernetesException.Unreachable, $"{request.What}: {why}", [], inner);

    /// <summary>Makes an exception for what is no answer of this API.</summary>
    public static KubernetesException InvalidAnswer(ApiRequest request, string why) =>
        new(502, KubernetesException.InvalidAnswer, $"{request.What}: {why}", []);

    private static int Code(int status) => status is >= 400 and <= 599 ? status : 502;

    private static IEnumerable<StatusCause> Causes(ApiRequest request, JsonObject status) =>
        ((status["details"] as JsonObject)?["causes"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Take(MaximumCauses)
            .Select(cause => new StatusCause(
                Text(cause["reason"]) ?? string.Empty,
                Text(cause["field"]) ?? string.Empty,
                Clean(request, Text(cause["message"]) ?? string.Empty)));

    // Servers before 1.21 answer 500 to unknown and mistyped fields of an apply, newer ones 400; neither gives causes.
    private static List<StatusCause> UndeclaredFields(string words) =>
        !words.Contains("failed to create typed patch object", StringComparison.Ordinal)
            ? []
            : [.. TypeErrors().Matches(words).Select(match => new StatusCause("FieldValueInvalid", match.Groups["field"].Value, match.Groups["what"].Value.Trim()))];

    [GeneratedRegex(@"(?<field>\.[A-Za-z][^:\s]*): (?<what>field not declared in schema|expected [a-z ]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeErrors();

    private static string Message(ApiRequest request, string words) => $"{request.What}: {Clean(request, words)}";

    private static string Clean(ApiRequest request, string words)
    {
        // What follows are excerpts of the document that could not be read, secrets or not.
        var excerpt = words.IndexOf(", error found in #", StringComparison.Ordinal);
        words = excerpt < 0 ? words : words[..excerpt];
        foreach (var secret in request.Secrets)
        {
            words = words.Replace(secret, "***", StringComparison.Ordinal);
        }

        words = words.Length <= MaximumMessage ? words : words[..MaximumMessage] + "…";
        return string.Concat(words.Select(letter => char.IsControl(letter) && letter != '\n' ? ' ' : letter));
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
