namespace Pipelines.Node.Ingress;

/// <summary>Measures one request; disposing ends and counts it.</summary>
internal sealed class RequestMeasurement : IDisposable
{
    private readonly HttpContext context;
    private readonly Stream body;
    private readonly CountingStream sent;
    private readonly Action<int, long> count;
    private bool discarded;

    /// <summary>Initializes a new instance of the <see cref="RequestMeasurement"/> class.</summary>
    /// <param name="context">The request.</param>
    /// <param name="count">Takes the answer's status and the bytes of its body.</param>
    public RequestMeasurement(HttpContext context, Action<int, long> count)
    {
        this.context = context;
        this.count = count;
        body = context.Response.Body;
        context.Response.Body = sent = new CountingStream(body);
    }

    /// <summary>Leaves the request uncounted: another measures its answer.</summary>
    public void Discard()
    {
        discarded = true;
        context.Response.Body = body;
    }

    public void Dispose()
    {
        if (!discarded)
        {
            count(context.Response.StatusCode, sent.Written);
        }
    }
}
