using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Pipelines.Functions.Http;

/// <summary>Lets requests through only when the scope of their token allows what the function does.</summary>
public sealed class ScopeMiddleware : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && Principal.Find(context) is { } principal)
        {
            var access = RequiredAccess.Of(context);
            var needed = access.ScopeFor(http.Request.Method);
            if (!principal.Token.Allows(needed))
            {
                throw ApiException.Forbidden($"the token has no scope \"{needed}\"".ToLowerInvariant());
            }

            if (access.OperatorOnly && !principal.IsOfPlatform)
            {
                throw ApiException.Forbidden("only tokens of the platform's own team may do this");
            }
        }

        return next(context);
    }
}
