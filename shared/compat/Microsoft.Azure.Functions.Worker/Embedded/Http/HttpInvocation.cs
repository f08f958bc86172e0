namespace Pipelines.Functions.Embedded;

/// <summary>One request on its way through a function.</summary>
internal sealed class HttpInvocation
{
    /// <summary>The key of the request's context among an invocation's items, the same as the official worker's.</summary>
    public const string ContextKey = "HttpRequestContext";
}
