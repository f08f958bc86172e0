using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Panel;

/// <summary>A web server of this machine that takes the messages of alerts.</summary>
internal sealed class HookListener : IDisposable
{
    private readonly HttpListener _listener = new();

    public HookListener()
    {
        Address = $"http://127.0.0.1:{FreePorts.Find()}/hook-with-a-secret/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = TakeAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<JsonObject> Messages { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Messages.Enqueue((await JsonNode.ParseAsync(context.Request.InputStream))!.AsObject());
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
