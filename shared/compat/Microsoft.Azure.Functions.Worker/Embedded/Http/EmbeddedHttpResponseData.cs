using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Pipelines.Functions.Embedded;

/// <summary>A response kept in memory until the function has returned it.</summary>
internal sealed class EmbeddedHttpResponseData : HttpResponseData
{
    public EmbeddedHttpResponseData(FunctionContext context)
        : base(context)
    {
        Cookies = new ResponseCookies(this);
    }

    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies { get; }
}
