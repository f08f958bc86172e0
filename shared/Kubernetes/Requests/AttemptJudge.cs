using System.Net;
using System.Security.Authentication;

namespace Pipelines.Kubernetes.Requests;

/// <summary>Judges why a try failed, and whether another may help.</summary>
internal static class AttemptJudge
{
    /// <summary>Judges a refusal.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="response">The answer.</param>
    /// <param name="exception">What it says.</param>
    /// <param name="now">The time.</param>
    public static FailedAttempt Refused(ApiRequest request, HttpResponseMessage response, KubernetesException exception, DateTimeOffset now)
    {
        var after = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - now : null;
        return new FailedAttempt(exception, Rule(request, response.StatusCode, exception, after is not null), after);
    }

    /// <summary>Judges a try that got no answer.</summary>
    public static FailedAttempt Broken(ApiRequest request, Exception exception)
    {
        var failed = Refusal.Unreachable(request, Why(exception), exception);
        return new FailedAttempt(failed, exception switch
        {
            HttpRequestException { InnerException: AuthenticationException } => RetryRule.Never,
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError } => RetryRule.Always,
            _ => RetryRule.WhenRepeatable,
        });
    }

    private static RetryRule Rule(ApiRequest request, HttpStatusCode status, KubernetesException exception, bool asked) => status switch
    {
        // What the exception says differs from the status where a server of 1.20 blames itself for a wrong manifest.
        _ when exception.StatusCode != (int)status => RetryRule.Never,
        HttpStatusCode.TooManyRequests => RetryRule.Always,
        >= HttpStatusCode.InternalServerError when asked => RetryRule.Always,
        HttpStatusCode.InternalServerError => RetryRule.FewTimes,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => RetryRule.WhenRepeatable,
        HttpStatusCode.Conflict when IsRace(request, exception) => RetryRule.Race,
        _ => RetryRule.Never,
    };

    // Somebody else changed, or made, the object or its namespace's quota at the same moment.
    private static bool IsRace(ApiRequest request, KubernetesException exception) =>
        exception.Causes.All(cause => cause.Reason != "FieldManagerConflict")
        && (exception.Reason == "Conflict" || (exception.Reason == "AlreadyExists" && request.Method == HttpMethod.Patch));

    private static string Why(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: AuthenticationException inner } => $"the TLS handshake failed: {inner.Message}",
        HttpRequestException http => $"the API server cannot be reached: {http.Message}",
        _ => $"the connection to the API server broke: {exception.Message}",
    };
}
