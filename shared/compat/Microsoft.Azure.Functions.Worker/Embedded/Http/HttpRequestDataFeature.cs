using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Pipelines.Functions.Embedded;

/// <summary>Makes an invocation's request data when it is first asked for.</summary>
internal sealed class HttpRequestDataFeature : IHttpRequestDataFeature
{
    private EmbeddedHttpRequestData? request;

    public ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context) =>
        ValueTask.FromResult<HttpRequestData?>(
            request ??= new EmbeddedHttpRequestData(context, context.GetHttpContext()!.Request));
}
