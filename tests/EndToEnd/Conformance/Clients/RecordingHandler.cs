namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>Notes the requests of a client.</summary>
internal sealed class RecordingHandler(RequestRecord record) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        record.Add(request.Method, request.RequestUri!);
        return base.SendAsync(request, cancellationToken);
    }
}
