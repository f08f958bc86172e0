using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>Lets requests through only with a valid bearer token (RFC 6750), to all functions but those that say that they are open: see <see cref="AccessAttribute"/>.</summary>
/// <param name="authentication">Checks tokens.</param>
public sealed class TokenMiddleware(TokenAuthentication authentication) : IFunctionsWorkerMiddleware
{
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
        if (await authentication.FindAsync(http.Request, http.RequestAborted) is { } token)
        {
            return token;
        }

        http.Response.Headers.WWWAuthenticate = TokenAuthentication.Scheme;
        throw ApiException.Unauthorized("Unable to authenticate you");
    }
}
