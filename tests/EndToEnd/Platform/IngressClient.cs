using System.Net;

namespace Pipelines.EndToEnd.Platform;

/// <summary>A visitor of apps.</summary>
internal sealed class IngressClient(int port) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    public HttpRequestMessage Request(string app, string path = "/") =>
        new(HttpMethod.Get, new Uri(Address, path)) { Headers = { Host = $"{app}.localhost:{port}" } };

    /// <summary>Reads a page.</summary>
    public async Task<string> GetAsync(string app, string path = "/")
    {
        using var answer = await SendAsync(app, path);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{app}{path}: {body}");
        return body;
    }

    public async Task<HttpResponseMessage> SendAsync(string app, string path = "/", Action<HttpRequestMessage>? change = null)
    {
        using var request = Request(app, path);
        change?.Invoke(request);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
