using System.Globalization;
using Microsoft.Net.Http.Headers;
using Pipelines.AppSpecs;

namespace Pipelines.Node.Ingress;

/// <summary>Answers browsers that ask whether a script of another origin may call an app (Fetch standard, CORS protocol).</summary>
internal static class CorsResponder
{
    /// <summary>Applies a rule's policy.</summary>
    /// <returns>True when the request was a preflight and is answered.</returns>
    public static bool Apply(HttpContext context, CompiledRule rule)
    {
        if (rule.Rule.Cors is not { } policy || context.Request.Headers.Origin.ToString() is not { Length: > 0 } origin || !rule.AllowsOrigin(origin))
        {
            return false;
        }

        if (IsPreflight(context.Request))
        {
            SetCommon(context.Response.Headers, policy, origin);
            SetPreflight(context.Response.Headers, policy);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return true;
        }

        // Last of all, so that the policy of the spec prevails over what the app itself says.
        context.Response.OnStarting(() =>
        {
            SetCommon(context.Response.Headers, policy, origin);
            Set(context.Response.Headers, HeaderNames.AccessControlExposeHeaders, policy.ExposeHeaders);
            return Task.CompletedTask;
        });
        return false;
    }

    /// <summary>Reads a duration such as <c>5h30m</c> or <c>90s</c>; a bare number is seconds.</summary>
    internal static TimeSpan? ParseDuration(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        double seconds = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            double? unit = text[i] switch { 'h' => 3600, 'm' => 60, 's' => 1, _ => null };
            if (unit is null)
            {
                continue;
            }

            if (!double.TryParse(text.AsSpan(start, i - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return null;
            }

            seconds += amount * unit.Value;
            start = i + 1;
        }

        if (start < text.Length)
        {
            return start == 0 && int.TryParse(text, CultureInfo.InvariantCulture, out var bare) ? TimeSpan.FromSeconds(bare) : null;
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);

    private static void SetCommon(IHeaderDictionary headers, CorsPolicy policy, string origin)
    {
        headers.AccessControlAllowOrigin = origin;
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (policy.AllowCredentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }
    }

    private static void SetPreflight(IHeaderDictionary headers, CorsPolicy policy)
    {
        Set(headers, HeaderNames.AccessControlAllowMethods, policy.AllowMethods);
        Set(headers, HeaderNames.AccessControlAllowHeaders, policy.AllowHeaders);
        if (ParseDuration(policy.MaxAge) is { } age)
        {
            headers.AccessControlMaxAge = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static void Set(IHeaderDictionary headers, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            headers[name] = string.Join(", ", values);
        }
    }
}
