using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pipelines.Kubernetes.Tests.Faults;

/// <summary>An API server that answers as it is told, request by request; discovery it answers by itself.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> answers = new();
    private readonly ConcurrentQueue<SeenRequest> seen = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> fixedAnswers = new(StringComparer.Ordinal);

    private FaultServer(WebApplication app)
    {
        this.app = app;
        Serve("/version", """{"gitVersion":"v1.99.0"}""");
        Serve("/api", """{"kind":"APIVersions","versions":["v1"]}""");
        Serve("/apis", """{"kind":"APIGroupList","groups":[]}""");
        Serve("/api/v1", """
            {"kind":"APIResourceList","resources":[
              {"name":"configmaps","kind":"ConfigMap","namespaced":true},
              {"name":"secrets","kind":"Secret","namespaced":true},
              {"name":"pods","kind":"Pod","namespaced":true},{"name":"pods/log","kind":"Pod","namespaced":true},
              {"name":"namespaces","kind":"Namespace","namespaced":false}]}
            """);
    }

    public string Address => app.Urls.First();

    /// <summary>Gets the requests that were answered as told, in their order.</summary>
    public IReadOnlyList<SeenRequest> Seen => [.. seen];

    /// <summary>Starts a server.</summary>
    /// <param name="overTls">Whether it speaks HTTP/2 over TLS; else HTTP/1.1.</param>
    public static async Task<FaultServer> StartAsync(bool overTls = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (overTls)
            {
                listen.UseHttps(SelfSigned());
            }
        }));
        builder.Logging.ClearProviders();
        var built = builder.Build();
        var server = new FaultServer(built);
        built.Run(server.HandleAsync);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public KubernetesApi Connect(TimeProvider? time = null, KubernetesLimits? limits = null) =>
        new(new k8s.KubernetesClientConfiguration { Host = Address, SkipTlsVerify = true }, limits ?? new KubernetesLimits(), time ?? new ImpatientTimeProvider(), NullLogger.Instance);

    /// <summary>Answers each request to a path like this.</summary>
    public void Serve(string path, string json) => fixedAnswers[path] = context => WriteAsync(context, 200, json);

    /// <summary>Answers each request to a path with an error.</summary>
    public void Fail(string path, int status) => fixedAnswers[path] = context => WriteAsync(context, status, "unavailable");

    /// <summary>Answers the next request.</summary>
    public FaultServer Then(Func<HttpContext, Task> answer)
    {
        answers.Enqueue(answer);
        return this;
    }

    /// <summary>Answers the next request with JSON.</summary>
    public FaultServer ThenJson(string json, int status = 200) => Then(context => WriteAsync(context, status, json));

    /// <summary>Answers the next request with a Status.</summary>
    public FaultServer ThenStatus(int code, string reason, string message, string? retryAfter = null, params StatusCause[] causes) => Then(context =>
    {
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return WriteAsync(context, code, StatusOf(code, reason, message, causes).ToJsonString());
    });

    /// <summary>Answers the next request by breaking the connection.</summary>
    public FaultServer ThenBreak() => Then(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Answers the next request with lines, and then ends or stays silent.</summary>
    public FaultServer ThenLines(StreamEnd end, params string[] lines) => Then(async context =>
    {
        await WriteLinesAsync(context, lines);
        if (end == StreamEnd.Silent)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
    });

    /// <summary>Answers the next request with lines, and breaks the connection when told to: what was not yet read then is lost.</summary>
    public FaultServer ThenLinesUntil(Task read, params string[] lines) => Then(async context =>
    {
        await WriteLinesAsync(context, lines);
        await read.WaitAsync(context.RequestAborted);
        context.Abort();
    });

    public static JsonObject StatusOf(int code, string reason, string message, params StatusCause[] causes) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = reason,
        ["details"] = new JsonObject
        {
            ["causes"] = new JsonArray([.. causes.Select(cause => new JsonObject { ["reason"] = cause.Reason, ["field"] = cause.Field, ["message"] = cause.Message })]),
        },
        ["code"] = code,
    };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=fault", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static async Task WriteLinesAsync(HttpContext context, string[] lines)
    {
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync(context.RequestAborted);
        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (fixedAnswers.TryGetValue(context.Request.Path, out var always))
        {
            await always(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        seen.Enqueue(new SeenRequest(context.Request.Method, context.Request.Path, context.Request.Query, context.Request.ContentType, await reader.ReadToEndAsync(context.RequestAborted)));
        if (!answers.TryDequeue(out var answer))
        {
            await WriteAsync(context, 418, """{"kind":"Status","message":"nobody said how to answer","code":418}""");
            return;
        }

        try
        {
            await answer(context);
        }
        catch (OperationCanceledException)
        {
            // The client went away, as it should where the answer is silence.
        }
    }
}
