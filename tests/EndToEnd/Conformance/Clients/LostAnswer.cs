namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>A network that loses the first answer to a request of a method: the API has done what it was asked, and nobody knows.</summary>
internal sealed class LostAnswer(HttpMethod method) : DelegatingHandler
{
    /// <summary>Gets a value indicating whether it was lost.</summary>
    public bool IsLost { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (IsLost || request.Method != method)
        {
            return answer;
        }

        IsLost = true;
        answer.Dispose();
        throw new HttpRequestException("connection reset by peer");
    }
}
