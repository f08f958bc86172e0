using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The request and response of an HTTP invocation.</summary>
public static class FunctionContextHttpRequestExtensions
{
    /// <summary>The request; null when the function was not started by one.</summary>
    /// <param name="context">The invocation.</param>
    public static ValueTask<HttpRequestData?> GetHttpRequestDataAsync(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IHttpRequestDataFeature>() is { } feature
            ? feature.GetHttpRequestDataAsync(context)
            : ValueTask.FromResult<HttpRequestData?>(null);
    }

    /// <summary>The response the function returned; null when it returned none.</summary>
    /// <param name="context">The invocation.</param>
    public static HttpResponseData? GetHttpResponseData(this FunctionContext context) =>
        context.GetInvocationResult().Value as HttpResponseData;
}
