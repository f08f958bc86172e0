using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Tests.Edge;

/// <summary>Cloudflare's API as it is documented, as far as zones and TXT records go, on this machine.</summary>
internal sealed class CloudflareServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _number;

    private CloudflareServer(WebApplication app) => _app = app;

    public List<JsonObject> Records { get; } = [];

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/client/v4/");

    public static async Task<CloudflareServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new CloudflareServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        if (request.Headers.Authorization != "Bearer right")
        {
            return WriteAsync(context, HttpStatusCode.Forbidden, new JsonObject { ["success"] = false, ["errors"] = new JsonArray(new JsonObject { ["code"] = 10000, ["message"] = "Authentication error" }) });
        }

        if (path == "/client/v4/zones")
        {
            return ResultAsync(context, request.Query["name"] == "example.test" ? new JsonArray(new JsonObject { ["id"] = "zone1", ["name"] = "example.test" }) : []);
        }

        return path.StartsWith("/client/v4/zones/zone1/dns_records", StringComparison.Ordinal) ? RecordsAsync(context, path) : WriteAsync(context, HttpStatusCode.NotFound, []);
    }

    private async Task RecordsAsync(HttpContext context, string path)
    {
        switch (context.Request.Method)
        {
            case "GET":
                await ResultAsync(context, new JsonArray([.. Records.Where(record => (string)record["name"]! == context.Request.Query["name"]).Select(record => record.DeepClone())]));
                break;
            case "POST":
                var record = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
                record["id"] = $"record{++_number}";
                Records.Add(record);
                await ResultAsync(context, record.DeepClone());
                break;
            default:
                Records.RemoveAll(each => path.EndsWith("/" + (string)each["id"]!, StringComparison.Ordinal)).ShouldBe(1);
                await ResultAsync(context, new JsonObject());
                break;
        }
    }

    private static Task ResultAsync(HttpContext context, JsonNode result) => WriteAsync(context, HttpStatusCode.OK, new JsonObject { ["success"] = true, ["errors"] = new JsonArray(), ["result"] = result });

    private static Task WriteAsync(HttpContext context, HttpStatusCode status, JsonObject answer)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString(), Encoding.UTF8);
    }
}
