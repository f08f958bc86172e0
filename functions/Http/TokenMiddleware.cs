using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>Lets requests through only with a valid bearer token (RFC 6750), to all functions but those that say that they are open: see <see cref="AccessAttribute"/>.</summary>
/// <param name="tokens">The tokens.</param>
public sealed class TokenMiddleware(TokenStore tokens) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && RequiredAccess.Of(context).AsksFor(http))
        {
            new Principal(await AuthenticateAsync(http)).Attach(context);
        }

        await next(context);
    }

    private async Task<AccessToken> AuthenticateAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && await tokens.AuthenticateAsync(header[Scheme.Length..].Trim(), http.RequestAborted) is { } token)
        {
            return token;
        }

        http.Response.Headers.WWWAuthenticate = Scheme.Trim();
        throw ApiException.Unauthorized("Unable to authenticate you");
    }
}
