using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipelines.Tests.Doubles;

/// <summary>
/// A server that behaves as GitHub Enterprise Server does, as far as its documentation tells: apps, installation tokens,
/// commit statuses, deployments and their statuses, errors, rate limits. One app, one installation.
/// </summary>
internal sealed class FakeGitHub : IAsyncDisposable
{
    public const string AppId = "4711";
    public const string PersonalToken = "ghp_personal";
    private const string InstallationToken = "ghs_installation";
    private const int PageSize = 100;
    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private long _ids = 100;

    private FakeGitHub(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public string PrivateKey => _key.ExportRSAPrivateKeyPem();

    /// <summary>Gets the repositories where the app is installed.</summary>
    public ConcurrentDictionary<string, bool> Repositories { get; } = new() { ["acme/shop"] = true };

    /// <summary>Gets what was said of commits: repository, commit and body.</summary>
    public ConcurrentQueue<(string Repository, string Commit, JsonNode Body)> Statuses { get; } = [];

    /// <summary>Gets the deployments, oldest first.</summary>
    public ConcurrentQueue<JsonObject> Deployments { get; } = [];

    /// <summary>Gets what was said of deployments: the deployment's number and the body.</summary>
    public ConcurrentQueue<(long Deployment, JsonNode Body)> DeploymentStatuses { get; } = [];

    /// <summary>Gets how many installation tokens were made.</summary>
    public int TokensMade { get; private set; }

    /// <summary>Gets or sets what answers instead, if it does.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    public static async Task<FakeGitHub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        var app = builder.Build();
        var github = new FakeGitHub(app);
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(github.ServeAsync);
        await app.StartAsync();
        return github;
    }

    public static async Task AnswerAsync(HttpContext context, int status, string message, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsJsonAsync(new { message, documentation_url = "https://docs.example/rest" });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (await Instead(context))
        {
            return;
        }

        var path = context.Request.Path.Value!;
        if (!path.StartsWith("/api/v3/", StringComparison.Ordinal) || context.Request.Headers.UserAgent.Count == 0)
        {
            await AnswerAsync(context, 404, "Not Found");
            return;
        }

        var parts = path["/api/v3/".Length..].Split('/');
        var isPost = HttpMethods.IsPost(context.Request.Method);
        var work = parts switch
        {
            ["repos", var owner, var name, "installation"] when !isPost => AsAppAsync(context, () => InstallationAsync(context, $"{owner}/{name}")),
            ["app", "installations", "77", "access_tokens"] when isPost => AsAppAsync(context, () => TokenAsync(context)),
            ["repos", var owner, var name, "statuses", var commit] when isPost => AsInstallationAsync(context, $"{owner}/{name}", () => StatusAsync(context, $"{owner}/{name}", commit)),
            ["repos", var owner, var name, "commits", var commit, "statuses"] when !isPost => AsInstallationAsync(context, $"{owner}/{name}", () => ListStatusesAsync(context, commit)),
            ["repos", var owner, var name, "deployments"] => AsInstallationAsync(context, $"{owner}/{name}", () => isPost ? DeploymentAsync(context) : ListDeploymentsAsync(context)),
            ["repos", var owner, var name, "deployments", var id, "statuses"] when isPost => AsInstallationAsync(context, $"{owner}/{name}", () => DeploymentStatusAsync(context, long.Parse(id))),
            _ => AnswerAsync(context, 404, "Not Found"),
        };
        await work;
    }

    private Task AsAppAsync(HttpContext context, Func<Task> work) =>
        context.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal) && IsJwt(header["Bearer ".Length..])
            ? work()
            : AnswerAsync(context, 401, "A JSON web token could not be decoded");

    private Task AsInstallationAsync(HttpContext context, string repository, Func<Task> work)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header is not ("Token " + InstallationToken or "Token " + PersonalToken) ? AnswerAsync(context, 401, "Bad credentials")
            : !Repositories.ContainsKey(repository) ? AnswerAsync(context, 404, "Not Found")
            : work();
    }

    private bool IsJwt(string token)
    {
        if (token.Split('.') is not [var header, var payload, var signature])
        {
            return false;
        }

        var claims = JsonNode.Parse(Decode(payload))!;
        var (issued, ends) = (claims["iat"]!.GetValue<long>(), claims["exp"]!.GetValue<long>());
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return JsonNode.Parse(Decode(header))!["alg"]!.GetValue<string>() == "RS256"
            && claims["iss"]!.GetValue<string>() == AppId && issued <= now && ends > now && ends - issued <= 600
            && _key.VerifyData(Encoding.ASCII.GetBytes($"{header}.{payload}"), Decode(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static byte[] Decode(string base64Url) => System.Buffers.Text.Base64Url.DecodeFromChars(base64Url);

    private Task InstallationAsync(HttpContext context, string repository) => Repositories.ContainsKey(repository)
        ? context.Response.WriteAsJsonAsync(new { id = 77, app_id = 4711, access_tokens_url = $"{Address}api/v3/app/installations/77/access_tokens", account = new { login = "acme" } })
        : AnswerAsync(context, 404, "Not Found");

    private Task TokenAsync(HttpContext context)
    {
        TokensMade++;
        context.Response.StatusCode = 201;
        return context.Response.WriteAsJsonAsync(new { token = InstallationToken, expires_at = DateTimeOffset.UtcNow.AddHours(1), permissions = new { statuses = "write" } });
    }

    private async Task StatusAsync(HttpContext context, string repository, string commit)
    {
        var body = await BodyAsync(context);
        if (body["description"]?.GetValue<string>().Length > 140)
        {
            await AnswerAsync(context, 422, "Validation Failed");
            return;
        }

        Statuses.Enqueue((repository, commit, body));
        context.Response.StatusCode = 201;
        await context.Response.WriteAsJsonAsync(With(body));
    }

    private Task ListStatusesAsync(HttpContext context, string commit) =>
        context.Response.WriteAsJsonAsync(Statuses.Where(status => status.Commit == commit).Reverse().Select(status => With(status.Body)));

    private async Task DeploymentAsync(HttpContext context)
    {
        var body = With(await BodyAsync(context));
        body["sha"] = body["ref"]!.GetValue<string>();
        Deployments.Enqueue(body);
        context.Response.StatusCode = 201;
        await context.Response.WriteAsJsonAsync(body);
    }

    private Task ListDeploymentsAsync(HttpContext context)
    {
        var size = int.TryParse(context.Request.Query["per_page"], out var asked) ? Math.Min(asked, PageSize) : 30;
        var page = int.TryParse(context.Request.Query["page"], out var number) ? number : 1;
        var all = Deployments.Reverse().ToList();
        if (page * size < all.Count)
        {
            context.Response.Headers.Link = $"<{Address}api/v3{context.Request.Path.Value!["/api/v3".Length..]}?per_page={size}&page={page + 1}>; rel=\"next\"";
        }

        return context.Response.WriteAsJsonAsync(all.Skip((page - 1) * size).Take(size));
    }

    private async Task DeploymentStatusAsync(HttpContext context, long deployment)
    {
        var body = await BodyAsync(context);
        DeploymentStatuses.Enqueue((deployment, body));
        context.Response.StatusCode = 201;
        await context.Response.WriteAsJsonAsync(With(body));
    }

    private static async Task<JsonNode> BodyAsync(HttpContext context) => (await JsonNode.ParseAsync(context.Request.Body))!;

    private JsonObject With(JsonNode body)
    {
        var answer = body.DeepClone().AsObject();
        answer["id"] = Interlocked.Increment(ref _ids);
        answer["created_at"] = JsonSerializer.SerializeToNode(DateTimeOffset.UtcNow);
        answer["updated_at"] = JsonSerializer.SerializeToNode(DateTimeOffset.UtcNow);
        return answer;
    }
}
