namespace Pipelines.Functions.Embedded;

/// <summary>What an invocation started by a request carries.</summary>
internal static class HttpInvocation
{
    /// <summary>The key of the request's context among an invocation's items, the same as the official worker's.</summary>
    public const string ContextKey = "HttpRequestContext";
}
