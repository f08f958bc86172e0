using System.Net;
using System.Text.Json;

namespace Octokit;

/// <summary>Reads an error out of an answer.</summary>
internal static class Problems
{
    /// <summary>The exception for an answer.</summary>
    public static ApiException Of(HttpResponseMessage answer, string body)
    {
        var message = MessageOf(body);
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new AuthorizationException(message),
            HttpStatusCode.Forbidden when message.Contains("rate limit exceeded", StringComparison.OrdinalIgnoreCase) => new RateLimitExceededException(message, answer.Headers),
            HttpStatusCode.Forbidden => new ForbiddenException(message),
            HttpStatusCode.NotFound => new NotFoundException(message, HttpStatusCode.NotFound),
            var other => new ApiException(message, other),
        };
    }

    private static string MessageOf(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()!
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
