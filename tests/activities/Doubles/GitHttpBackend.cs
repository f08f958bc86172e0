using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Tests.Doubles;

/// <summary>The real <c>git http-backend</c> behind basic authentication, as CGI under Kestrel.</summary>
internal sealed class GitHttpBackend : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string root;
    private readonly string authorization;

    private GitHttpBackend(WebApplication app, string root, string userName, string password)
    {
        this.app = app;
        this.root = root;
        authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"));
    }

    public int Port => new Uri(app.Urls.Single()).Port;

    public Action OnRequest { get; set; } = () => { };

    public static async Task<GitHttpBackend> StartAsync(string root, string userName, string password)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var kestrel = builder.Build();
        var server = new GitHttpBackend(kestrel, root, userName, password);
        kestrel.Urls.Add("http://127.0.0.1:0");
        kestrel.Run(server.ServeAsync);
        await kestrel.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != authorization)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return;
        }

        OnRequest();
        var start = new ProcessStartInfo("/usr/lib/git-core/git-http-backend") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["GIT_PROJECT_ROOT"] = root;
        start.Environment["GIT_HTTP_EXPORT_ALL"] = "1";
        start.Environment["PATH_INFO"] = context.Request.Path;
        start.Environment["QUERY_STRING"] = context.Request.QueryString.Value?.TrimStart('?');
        start.Environment["REQUEST_METHOD"] = context.Request.Method;
        start.Environment["CONTENT_TYPE"] = context.Request.ContentType;
        start.Environment["HTTP_CONTENT_ENCODING"] = context.Request.Headers.ContentEncoding;
        start.Environment["GIT_PROTOCOL"] = context.Request.Headers["Git-Protocol"];
        start.Environment["REMOTE_USER"] = "ada";
        using var backend = Process.Start(start)!;
        await context.Request.Body.CopyToAsync(backend.StandardInput.BaseStream, context.RequestAborted);
        backend.StandardInput.Close();
        await AnswerAsync(backend.StandardOutput.BaseStream, context);
    }

    private static async Task AnswerAsync(Stream output, HttpContext context)
    {
        using var all = new MemoryStream();
        await output.CopyToAsync(all, context.RequestAborted);
        var bytes = all.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var header in Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n"))
        {
            var (name, value) = header.Split(": ", 2) is [var n, var v] ? (n, v) : default;
            if (name == "Status")
            {
                context.Response.StatusCode = int.Parse(value.Split(' ')[0]);
            }
            else
            {
                context.Response.Headers[name] = value;
            }
        }

        await context.Response.Body.WriteAsync(bytes.AsMemory(end + 4), context.RequestAborted);
    }
}
