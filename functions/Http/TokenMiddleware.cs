using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>Lets requests to <c>/v2</c>, and from other machines to <c>/metrics</c>, through only with a valid bearer token (RFC 6750) whose scope allows the method.</summary>
/// <param name="tokens">The tokens.</param>
public sealed class TokenMiddleware(TokenStore tokens) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && NeedsToken(http))
        {
            (await AuthenticateAsync(http.Request)).Attach(context);
        }

        await next(context);
    }

    // Metrics tell of every app: from other machines only with a token.
    private static bool NeedsToken(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/v2", StringComparison.OrdinalIgnoreCase)
        || (http.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase) && !LocalCaller.Is(http));

    private async Task<Principal> AuthenticateAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || await tokens.AuthenticateAsync(header[Scheme.Length..].Trim(), request.HttpContext.RequestAborted) is not { } token)
        {
            throw ApiException.Unauthorized("Unable to authenticate you");
        }

        var needed = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? TokenScopes.Read : TokenScopes.Write;
        return token.Allows(needed)
            ? new Principal(token.TeamId, token.Name, token.Scopes)
            : throw ApiException.Forbidden($"the token has no scope \"{needed}\"".ToLowerInvariant());
    }
}
