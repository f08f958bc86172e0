using Pipelines.AppSpecs;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Says a CORS policy by headers that are always the same, for gateways that compare no origins (Fetch standard, CORS protocol).</summary>
internal static class CorsHeaders
{
    /// <summary>The headers in a stable order.</summary>
    /// <returns>Null when the policy depends on who asks: more than one origin, or one that is not a whole text.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>>? Of(CorsPolicy cors)
    {
        if (cors.AllowOrigins is not [{ Exact: { Length: > 0 } origin }] || (origin == "*" && cors.AllowCredentials))
        {
            return null;
        }

        var headers = new List<KeyValuePair<string, string>> { new("Access-Control-Allow-Origin", origin) };
        Add("Access-Control-Allow-Methods", string.Join(", ", cors.AllowMethods));
        Add("Access-Control-Allow-Headers", string.Join(", ", cors.AllowHeaders));
        Add("Access-Control-Expose-Headers", string.Join(", ", cors.ExposeHeaders));
        Add("Access-Control-Max-Age", SpecDuration.TryParse(cors.MaxAge, out var age) ? $"{(long)age.TotalSeconds}" : "");
        Add("Access-Control-Allow-Credentials", cors.AllowCredentials ? "true" : "");
        return headers;

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                headers.Add(new(name, value));
            }
        }
    }
}
