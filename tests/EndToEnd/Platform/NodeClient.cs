using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Platform;

/// <summary>Asks the node at its socket, as the control plane does: what does really run?</summary>
internal sealed class NodeClient : IDisposable
{
    private readonly HttpClient _http;

    public NodeClient(string socketPath) => _http = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    { BaseAddress = new Uri("http://node/"), Timeout = TimeSpan.FromSeconds(60) };

    public async Task<JsonArray> ReleasesAsync(string appId) => await GetAsync<JsonArray>($"apps/{appId}/releases");

    public async Task<JsonArray> InstancesAsync(string appId) => await GetAsync<JsonArray>($"apps/{appId}/instances");

    public async Task<JsonObject> RuntimeAsync() => await GetAsync<JsonObject>("runtime");

    public async Task ShutdownAsync()
    {
        using var answer = await _http.PostAsync(new Uri("shutdown?instances=true", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path) =>
        (await _http.GetFromJsonAsync<T>(new Uri(path, UriKind.Relative), CancellationToken.None))!;
}
