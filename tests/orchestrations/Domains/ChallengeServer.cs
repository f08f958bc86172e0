using System.Net;
using System.Text;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Domains;

/// <summary>Answers the challenges that a played cluster was given, where the authority asks for them.</summary>
internal sealed class ChallengeServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly FakeCluster _cluster;

    public ChallengeServer(FakeCluster cluster, int port)
    {
        _cluster = cluster;
        _listener.Prefixes.Add($"http://*:{port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var answer = _cluster.Challenges.GetValueOrDefault(context.Request.Url!.Segments[^1]);
                context.Response.StatusCode = answer is null ? 404 : 200;
                context.Response.Close(Encoding.ASCII.GetBytes(answer ?? "nothing"), willBlock: false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
