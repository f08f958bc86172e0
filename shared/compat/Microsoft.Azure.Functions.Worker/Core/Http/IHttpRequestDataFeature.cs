namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Gives an invocation's request.</summary>
public interface IHttpRequestDataFeature
{
    /// <summary>The request; null when the function was not started by one.</summary>
    /// <param name="context">The invocation.</param>
    ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context);
}
