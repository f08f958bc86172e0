using Microsoft.AspNetCore.Http;
using Pipelines.Functions.Embedded;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The ASP.NET Core side of an invocation.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The request's context; null when the function was not started by a request.</summary>
    /// <param name="context">The invocation.</param>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpInvocation.ContextKey, out var item) ? item as HttpContext : null;
    }
}
