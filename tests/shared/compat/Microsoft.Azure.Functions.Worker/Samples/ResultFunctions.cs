using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker.Tests.Samples;

public sealed class ResultFunctions(Probe probe, ScopedThing thing) : IAsyncDisposable
{
    [Function("Action")]
    public IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/action")] HttpRequest request) =>
        new CreatedResult("/here", new { FirstName = "Ada" });

    [Function("MinimalResult")]
    public async Task<IResult> MinimalAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/minimal")] HttpRequest request)
    {
        await Task.Yield();
        return Results.Text("teapot", statusCode: 418);
    }

    [Function("PlainObject")]
    public ValueTask<object> Plain([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/object")] HttpRequest request) =>
        ValueTask.FromResult<object>(new { FirstName = "Ada" });

    [Function("Text")]
    public static string Text([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/text")] HttpRequest request) => "häh";

    [Function("Null")]
    public Task<object?> Null([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/null")] HttpRequest request) =>
        Task.FromResult<object?>(null);

    [Function("Void")]
    public void Void([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/void")] HttpRequest request) =>
        request.HttpContext.Response.StatusCode = 203;

    [Function("Data")]
    public async Task<HttpResponseData> DataAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/data")] HttpRequestData request)
    {
        var sent = await request.ReadAsStringAsync();
        var response = request.CreateResponse(System.Net.HttpStatusCode.Accepted);
        response.Headers.Add("X-Seen", request.Headers.GetValues("X-Sent"));
        response.Cookies.Append("biscuit", "1");
        await response.WriteAsJsonAsync(new { sent, Query = request.Query["q"], request.Url.AbsolutePath });
        return response;
    }

    [Function("Throws")]
    public async Task<IActionResult> ThrowsAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/throws")] HttpRequest request)
    {
        await Task.Yield();
        throw new InvalidOperationException("the secret of " + request.Path);
    }

    [Function("ThrowsLate")]
    public async Task ThrowsLateAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/throwslate")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("begun");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("too late");
    }

    [Function("Stream")]
    public async Task StreamAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/stream")] HttpRequest request, CancellationToken ct)
    {
        var response = request.HttpContext.Response;
        response.ContentType = "text/event-stream";
        await response.WriteAsync("first\n", ct);
        await response.Body.FlushAsync(ct);
        await probe.Release.Task.WaitAsync(ct);
        await response.WriteAsync("second\n", ct);
    }

    [Function("Socket")]
    public async Task SocketAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/socket")] HttpRequest request, CancellationToken ct)
    {
        using var socket = await request.HttpContext.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), ct);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), System.Net.WebSockets.WebSocketMessageType.Text, true, ct);
        await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, ct);
    }

    [Function("Scope")]
    public string Scope([HttpTrigger(AuthorizationLevel.Anonymous, Route = "results/scope")] HttpRequest request, FunctionContext context) =>
        $"{thing.Id} {((ScopedThing)context.InstanceServices.GetService(typeof(ScopedThing))!).Id}";

    public ValueTask DisposeAsync()
    {
        probe.Steps.Enqueue("disposed");
        return ValueTask.CompletedTask;
    }
}
